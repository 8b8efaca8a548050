package import CallModel

/// A signal that a sequential test watches: a fail ratio, the quantiles of a latency, a mean.
package protocol WatchedSignal: Sendable, Codable {
  /// The alarm that is not over yet.
  var raised: RaisedAlarm? { get }
  /// Whether enough is known to bet.
  var isReady: Bool { get }
  /// Whether the baseline is learned in full.
  var isLearned: Bool { get }
  /// The usual level, and the highest that still counts as usual.
  var usual: (level: Double, reference: Double) { get }
  /// How high the signal seems to be; the usual level without evidence.
  var estimate: Double { get }
  /// How much evidence there is, where 1 is an alarm.
  var evidence: Double { get }
  /// How many verdicts, sessions or values were counted.
  var judged: UInt64 { get }
  /// Latencies: the duration in seconds above which a call counts as slow.
  var bound: Double? { get }
  /// The shift that is looked for, and the smallest that this signal can show.
  var shift: (wanted: Double, smallest: Double) { get }

  /// Counts a value; see `RatioSignal`.
  mutating func observe(_ value: Double, share: Double, learns: Bool, at now: Nanoseconds) -> ShiftAlarm?
  /// Keeps an alarm until it is closed, and stops learning meanwhile.
  mutating func raise(_ alarm: ShiftAlarm)
  /// Counts a value for the test that closes the alarm; true when it has found the signal well.
  mutating func isWell(after value: Double) -> Bool
  /// Ends the alarm and learns on.
  mutating func close()
  /// Ends the alarm and takes what was seen since as usual.
  mutating func acceptNewLevel()
  /// Forgets the evidence, not the baseline.
  mutating func forgetEvidence()
  /// Whether what was read back can be used, under the settings of `fresh`; takes them up.
  mutating func adopt(_ fresh: Self) -> Bool
}

extension WatchedSignal {
  package var bound: Double? { nil }
}

/// How a signal stands, to be shown.
package struct ShiftStatus: Sendable, Hashable {
  package enum Phase: Sendable, Hashable {
    /// Too little is known to bet as stated.
    case learning
    case watching
    case alarmed(since: Nanoseconds, level: Double, baseline: Double)
  }

  package var phase: Phase
  package var pHat: Double
  package var q: Double
  package var estimate: Double
  package var evidence: Double
  package var judged: UInt64
  package var wantedShift: Double
  package var smallestShift: Double
  /// Latencies: the duration in seconds above which a call counts as slow.
  package var bound: Double?

  /// Nil, or why the shift that is wanted cannot be found, and the smallest that can.
  package var tooSmall: String? {
    guard wantedShift < smallestShift else { return nil }
    return "smallest_shift is less than this signal moves by itself; the smallest it can show is "
      + "\(Self.percent(smallestShift))"
  }

  init(_ signal: some WatchedSignal) {
    if let raised = signal.raised {
      phase = .alarmed(
        since: raised.alarm.at, level: raised.mean ?? raised.alarm.estimate, baseline: raised.alarm.baseline)
    } else {
      phase = signal.isReady && signal.isLearned ? .watching : .learning
    }
    (pHat, q) = signal.usual
    estimate = signal.estimate
    evidence = signal.evidence
    judged = signal.judged
    bound = signal.bound
    (wantedShift, smallestShift) = signal.shift
  }

  /// A share in percent with two places, rounded up.
  private static func percent(_ share: Double) -> String {
    guard share.isFinite, share >= 0, share < 1e6 else { return "none" }
    let hundredths = Int((share * 10_000).rounded(.up))
    let places = hundredths % 100
    return "\(hundredths / 100).\(places < 10 ? "0" : "")\(places) %"
  }
}
