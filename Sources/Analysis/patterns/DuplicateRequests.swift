internal import CallModel

/// Finds callers that send prompts again that were answered already, more than they usually do.
///
/// A duplicate is a prompt that the same caller sent within the last ten minutes and got an answer
/// to. The duplicates of each caller are counted in stretches of five minutes, and a count is told
/// of when it leaves its usual range upwards by more than half (as `SpendDetector` does with
/// money; at least five hours are learned first), and is at least 20. Health checks and favourite
/// questions are thus usual. Bounds: 2 · 16,384 prompts, 1,000 callers.
struct DuplicateRequests: Sendable {
  fileprivate struct Caller: Sendable {
    var envelopes = FeatureEnvelopes(DuplicateRequests.settings)
    var stretch: Int64
    var duplicates = 0
    var calls = 0
    var quietRows = DuplicateRequests.deadTime
    var last: Nanoseconds
  }

  static let length: Nanoseconds = .minutes(5)
  static let fewest = 20
  static let margin = 0.5
  static let deadTime = 72
  private static let capacity = 1_000
  private static var settings: FeatureEnvelopes.Settings {
    var settings = FeatureEnvelopes.Settings()
    settings.isUpwardOnly = true
    settings.hasHabits = false
    settings.hasShortTerm = false
    settings.floorShare = 0.1
    settings.floor = 5
    return settings
  }

  private var answered = RecentTable<Bool>(span: .minutes(10), capacity: 16_384)
  private var callers: [UInt64: Caller] = [:]

  mutating func observe(_ call: PatternCall, key: UInt64, caller: UInt64) -> PatternFinding? {
    let isDuplicate = answered.change(key, at: call.at, fresh: false) { wasAnswered in
      defer { if !call.hasFailed { wasAnswered = true } }
      return wasAnswered
    }
    if callers[caller] == nil {
      if callers.count >= Self.capacity { forgetIdle(at: call.at) }
      guard callers.count < Self.capacity else { return nil }
      callers[caller] = Caller(stretch: call.at / Self.length, last: call.at)
    }
    guard let place = callers.index(forKey: caller) else { return nil }
    let finding = callers.values[place].close(by: call)
    callers.values[place].calls += 1
    if isDuplicate { callers.values[place].duplicates += 1 }
    callers.values[place].last = max(callers.values[place].last, call.at)
    return finding
  }

  private mutating func forgetIdle(at now: Nanoseconds) {
    callers = callers.filter { now - $0.value.last < .days(1) }
  }
}

extension DuplicateRequests.Caller {
  /// Judges the stretches that are over.
  fileprivate mutating func close(by call: PatternCall) -> PatternFinding? {
    let current = call.at / DuplicateRequests.length
    // Of a long silence only as much as is remembered counts.
    if current - stretch > SpendDetector.longestReplay { stretch = current - SpendDetector.longestReplay }
    var finding: PatternFinding?
    while stretch < current {
      let count = Double(duplicates)
      let surprise = envelopes.next(count, at: stretch * 300)
      quietRows = min(quietRows + 1, DuplicateRequests.deadTime)
      if let surprise, surprise.score > DuplicateRequests.margin, duplicates >= DuplicateRequests.fewest {
        if quietRows >= DuplicateRequests.deadTime {
          finding = PatternFinding(
            .duplicateRequests, of: call,
            evidence: "\(duplicates) of \(calls) calls in five minutes repeated a prompt that had just "
              + "been answered; usual are at most \(Int(max(0, envelopes.range(of: .value)?.high ?? 0)))")
        }
        quietRows = 0
      }
      duplicates = 0
      calls = 0
      stretch += 1
    }
    return finding
  }
}
