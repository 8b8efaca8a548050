internal import CallModel
internal import Storage

/// What becomes of a verdict from elsewhere, by what is known of its call: a pure decision.
enum ExternalVerdict: Hashable, Sendable {
  /// The first of its evaluator on the call.
  case counted
  /// It takes the place of an earlier one that was counted.
  case replaces
  /// It says what is known.
  case repeated
  /// Its call is too old to say anything of now: kept and exported, in no ratio.
  case late

  /// An answer this old says nothing of now: an alert over ten minutes must not fire for what somebody
  /// labels of last week.
  static let freshness = Nanoseconds.hours(1)

  /// Whether a verdict given then on a call that came then is in the ratios.
  static func isFresh(_ at: Nanoseconds, arrival: Nanoseconds) -> Bool { at - arrival < freshness }

  init(
    _ verdict: Verdict, after earlier: (verdict: Verdict, at: Nanoseconds)?, arrival: Nanoseconds, at now: Nanoseconds
  ) {
    guard let earlier else {
      self = Self.isFresh(now, arrival: arrival) ? .counted : .late
      return
    }
    if earlier.verdict == verdict {
      self = .repeated
    } else {
      // Whatever took a place in the ratios is taken out of it again.
      self = Self.isFresh(earlier.at, arrival: arrival) ? .replaces : .late
    }
  }
}
