package import CallModel

extension BudgetBook {
  /// Every budget now, each by the account that has used most: what metrics show.
  ///
  /// It looks at every account.
  package func states(at moment: Nanoseconds) -> [BudgetState] {
    let now = now(at: moment)
    var states = rules.map { state(of: $0, used: .zero, scope: $0.on, at: now) }
    var worst: [Int: BudgetAccount.Key] = [:]
    for account in accounts {
      guard let account else { continue }
      let budget = account.key.budget
      let used = account.used(rules[budget].period, at: now)
      guard used > .zero else { continue }
      states[budget].accounts += 1
      if used >= rules[budget].limit { states[budget].exceeded += 1 }
      if used > states[budget].used {
        states[budget].used = used
        worst[budget] = account.key
      }
    }
    for (budget, key) in worst {
      let (accounts, exceeded) = (states[budget].accounts, states[budget].exceeded)
      states[budget] = state(of: rules[budget], used: states[budget].used, scope: scope(of: key), at: now)
      (states[budget].accounts, states[budget].exceeded) = (accounts, exceeded)
    }
    return states
  }

  /// The accounts of one budget, those that have used most first.
  package func accounts(of name: String, atMost limit: Int, at moment: Nanoseconds) -> [BudgetState] {
    let now = now(at: moment)
    guard let budget = rules.firstIndex(where: { $0.name == name }) else { return [] }
    let rule = rules[budget]
    return accounts.compactMap { account -> (key: BudgetAccount.Key, used: NanoDollars)? in
      guard let account, account.key.budget == budget else { return nil }
      let used = account.used(rule.period, at: now)
      return used > .zero ? (account.key, used) : nil
    }
    .sorted {
      if $0.used != $1.used { return $0.used > $1.used }
      return ($0.key.values ?? []).lexicographicallyPrecedes($1.key.values ?? [])
    }
    .prefix(max(0, limit))
    .map {
      var state = state(of: rule, used: $0.used, scope: scope(of: $0.key), at: now)
      state.accounts = 1
      state.exceeded = $0.used >= rule.limit ? 1 : 0
      return state
    }
  }

  private func state(of rule: BudgetRule, used: NanoDollars, scope: Scope, at now: Nanoseconds) -> BudgetState {
    var start = rule.period.start(at: now)
    if case .rolling(let window) = rule.period { start = RollingLedger(window: window).start(at: now) }
    return BudgetState(
      budget: rule.name, limit: rule.limit, mode: rule.mode, used: used, remaining: rule.limit.without(used),
      worst: scope, accounts: 0, exceeded: 0, start: start ?? 0, end: rule.period.end(at: now),
      exceedsAt: forecast(rule, used: used, at: now))
  }
}
