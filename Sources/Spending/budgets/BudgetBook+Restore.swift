package import CallModel

extension BudgetBook {
  /// The beginning of the oldest spend that still counts: what to read from the store.
  package func oldest(at moment: Nanoseconds) -> Nanoseconds {
    let now = now(at: moment)
    return rules.map { rule in
      if case .rolling(let window) = rule.period { return RollingLedger(window: window).start(at: now) }
      return rule.period.start(at: now) ?? now
    }.min() ?? now
  }

  /// Adds what the store has of the time before, at a start or after a change of rules.
  ///
  /// Sums of an hour or a day are those of its beginning; every calendar period begins with such
  /// a stretch, and a rolling one of more than a day has steps of an hour or more.
  package mutating func restore(_ row: SpendRow, at now: Nanoseconds) {
    guard row.sums.cost.value > 0, row.start >= 0 else { return }
    advance(to: now)
    for budget in rules.indices { _ = add(row.sums.cost, of: row.dimensions, to: budget, at: row.start) }
  }

  /// What there is to say of all accounts after they were restored.
  ///
  /// After a restart it was said before; of a budget that is new it is news.
  package mutating func settle(at now: Nanoseconds) -> [BudgetChange] {
    advance(to: now)
    return accounts.indices.flatMap { tell($0) }
  }
}
