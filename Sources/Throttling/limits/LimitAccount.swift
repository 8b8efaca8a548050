internal import CallModel

/// One account of a limit: what one combination of names has asked for.
struct LimitAccount: Sendable {
  struct Key: Hashable, Sendable {
    /// The limit's place in the book.
    var limit: Int
    /// The names, in the order of `by`; nil for the account that holds all combinations for
    /// which there was no place.
    var values: [String]?
  }

  let key: Key
  private let unit: LimitRule.Unit
  /// Calls, or what they used.
  private var arrived: SlidingCount
  /// Requests only: calls that asked and were admitted, for those of whom nothing more is heard.
  private var admitted: SlidingCount
  private var pending: PendingCalls

  init(_ key: Key, _ rule: LimitRule) {
    self.key = key
    unit = rule.unit
    arrived = SlidingCount(window: rule.window)
    admitted = SlidingCount(window: rule.window)
    pending = PendingCalls(window: rule.window)
  }

  /// What counts against the limit: what has arrived, and what was admitted and has not yet, so
  /// that a call which asked is counted once. Of requests never less than were admitted.
  func used(at now: Nanoseconds) -> Int64 {
    max(arrived.total(at: now).adding(pending.total(unit, at: now)), admitted.total(at: now))
  }

  mutating func admit(tokens: Int64, at now: Nanoseconds) {
    if unit == .requests { admitted.add(1, at: now, now: now) }
    pending.admit(tokens: tokens, at: now)
  }

  /// - Parameter calls: many only where a past is restored, of which nothing is pending.
  mutating func arrive(calls: Int64, tokens: Int64, at moment: Nanoseconds, now: Nanoseconds) {
    arrived.add(unit == .requests ? calls : tokens, at: moment, now: now)
    pending.arrive(at: now)
  }

  /// The first moment at which no more than `most` count if nothing comes until then.
  func moment(when most: Int64, after now: Nanoseconds) -> Nanoseconds {
    let asked = admitted.moment(when: most, after: now)
    let waiting = pending.total(unit, at: now)
    // Calls under way are taken to arrive with what they stated, and then stay for the window.
    if waiting > most { return max(asked, pending.moment(when: most, unit, after: now)) }
    return max(asked, arrived.moment(when: most - waiting, after: now))
  }
}
