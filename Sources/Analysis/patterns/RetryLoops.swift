internal import CallModel

/// Finds callers that send the same prompt again and again although it fails.
///
/// A loop is a prompt that one caller has sent at least six times, each within ten minutes of the
/// one before, of which at least five and half of all failed. It is told of at six calls, and
/// again whenever they have doubled. Bound: 2 · 4,096 prompts.
struct RetryLoops: Sendable {
  private struct Seen: Sendable {
    var first: Nanoseconds
    var last: Nanoseconds
    var calls = 0
    var failures = 0
    var next = RetryLoops.fewest
  }

  static let fewest = 6
  static let fewestFailures = 5
  static let span: Nanoseconds = .minutes(10)

  private var table = RecentTable<Seen>(span: RetryLoops.span, capacity: 4_096)

  mutating func observe(_ call: PatternCall, key: UInt64) -> PatternFinding? {
    let fresh = Seen(first: call.at, last: call.at)
    return table.change(key, at: call.at, fresh: fresh) { seen in
      if call.at - seen.last > Self.span { seen = fresh }
      seen.last = max(seen.last, call.at)
      seen.calls += 1
      if call.hasFailed { seen.failures += 1 }
      guard seen.calls >= seen.next, seen.failures >= Self.fewestFailures, 2 * seen.failures >= seen.calls else {
        return nil
      }
      seen.next = 2 * seen.calls
      return PatternFinding(
        .retryLoop, of: call,
        evidence: "the same prompt was sent \(seen.calls) times within \(words(seen.last - seen.first)), and "
          + "\(seen.failures) of them failed")
    }
  }
}
