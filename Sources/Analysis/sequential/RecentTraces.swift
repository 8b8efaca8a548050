internal import CallModel

/// The traces of the last minute or two: at most one event of each bets in a minute.
///
/// Two tables that take turns: what is older than two turns is forgotten without looking at it. At
/// most `capacity` traces a turn are known; beyond it every event counts as the first of its trace.
struct RecentTraces: Sendable {
  static var turn: Nanoseconds { .minutes(1) }
  static var capacity: Int { 65_536 }

  private var now: Set<UInt64> = []
  private var before: Set<UInt64> = []
  private var turnedAt = Nanoseconds.min

  /// Whether no event of this trace came lately. Events without a trace are all first.
  mutating func isFirst(_ trace: TraceID, at moment: Nanoseconds) -> Bool {
    guard trace != .invalid else { return true }
    if turnedAt == .min || moment < turnedAt || moment - turnedAt >= Self.turn {
      let isNext = turnedAt != .min && moment >= turnedAt && moment - turnedAt < 2 * Self.turn
      before = isNext ? now : []
      now.removeAll(keepingCapacity: true)
      turnedAt = moment
    }
    let key = trace.high ^ trace.low
    if before.contains(key) || now.contains(key) { return false }
    if now.count < Self.capacity { now.insert(key) }
    return true
  }
}
