package import CallModel

/// What the budgets say to a call that asks to go.
package struct BudgetDecision: Hashable, Sendable {
  /// One for each budget that does not simply admit it, in the configuration's order.
  package var findings: [AdmissionFinding]
  /// The least that a budget which holds the call has left; nil: none does.
  package var remaining: NanoDollars?

  package init(findings: [AdmissionFinding] = [], remaining: NanoDollars? = nil) {
    self.findings = findings
    self.remaining = remaining
  }
}

extension BudgetBook {
  /// What each budget that holds a call says to it.
  ///
  /// A budget that is used up, or has less left than the call states to cost alone, denies it
  /// (retry when the period ends, or when enough has left a rolling one) or degrades it. A call
  /// whose price is unknown is denied, unless the budget allows those or only warns.
  package func decision(
    for dimensions: Dimensions, estimate: CallEstimate, at moment: Nanoseconds
  ) -> BudgetDecision {
    var decision = BudgetDecision()
    let now = now(at: moment)
    for budget in rules.indices {
      guard let key = key(of: dimensions, in: budget) else { continue }
      let rule = rules[budget]
      let account = account(key)
      let used = account?.used(rule.period, at: now) ?? .zero
      let remaining = rule.limit.without(used)
      decision.remaining = min(decision.remaining ?? remaining, remaining)
      guard let finding = finding(rule, key, account, used: used, dimensions, estimate, at: now) else { continue }
      decision.findings.append(rule.mode == .enforce ? finding : finding.shadowed)
    }
    return decision
  }

  private func finding(
    _ rule: BudgetRule, _ key: BudgetAccount.Key, _ account: BudgetAccount?, used: NanoDollars,
    _ dimensions: Dimensions, _ estimate: CallEstimate, at now: Nanoseconds
  ) -> AdmissionFinding? {
    // The model that calls are degraded to is what a used-up budget leaves.
    if let model = dimensions.model, rule.then == .degrade(model) { return nil }
    if rule.then == .warn { return nil }
    let cost: NanoDollars
    switch estimate {
    case .stated(let stated): cost = stated
    case .unpriced(let model):
      if rule.unpriced == .deny { return unpriced(rule, model: model) }
      cost = .zero
    }
    let isUsedUp = used >= rule.limit
    guard isUsedUp || cost > rule.limit.without(used) else { return nil }
    // Only below the limit is a call admitted, and only with room for all that it states.
    let most = NanoDollars(min(rule.limit.value - 1, rule.limit.value - min(cost.value, rule.limit.value)))
    let fits = cost <= rule.limit
    let again = fits ? account?.moment(when: most, rule.period, after: now) : nil
    var reason =
      "budget \(rule.name): \(used.spelled) of \(rule.limit.spelled) used \(rule.period.spelled) by \(scope(of: key))"
    if !isUsedUp { reason += ", and this call alone may cost \(cost.spelled)" }
    if let again { reason += "; more from \(UTCCalendar.spell(again))" }
    let wait = again.map { max(.seconds(1), $0 - now) }
    if case .degrade(let model) = rule.then {
      return AdmissionFinding(
        name: rule.name, decision: .degrade, reason: reason + "; until then \(model)", cause: "budget", model: model)
    }
    return AdmissionFinding(name: rule.name, decision: .deny, reason: reason, cause: "budget", retryAfter: wait)
  }

  private func unpriced(_ rule: BudgetRule, model: String?) -> AdmissionFinding {
    let subject = model.map { "the price of the model '\($0)' is unknown" } ?? "the call names no model"
    return AdmissionFinding(
      name: rule.name, decision: .deny,
      reason: "budget \(rule.name): \(subject), so it cannot be charged; add it to the prices, or set "
        + "budgets.\(rule.name).unpriced to allow", cause: "unpriced")
  }

  /// The account that a call is held to; nil: it has spent nothing yet.
  private func account(_ key: BudgetAccount.Key) -> BudgetAccount? {
    if let place = places[key] { return accounts[place] }
    // Without a place of its own it would be counted with the others that have none.
    guard named >= capacity else { return nil }
    return places[BudgetAccount.Key(budget: key.budget, values: nil)].flatMap { accounts[$0] }
  }
}

extension NanoDollars {
  /// What is left of this amount, of two that are not negative; never below zero.
  func without(_ used: NanoDollars) -> NanoDollars { used < self ? NanoDollars(value - used.value) : .zero }
}

extension BudgetPeriod {
  /// The period as a part of a sentence.
  fileprivate var spelled: String {
    switch self {
    case .day: "today"
    case .month: "this month"
    case .rolling(let window):
      switch window {
      case _ where window % .days(1) == 0: "in the last \(window / .days(1)) d"
      case _ where window % .hours(1) == 0: "in the last \(window / .hours(1)) h"
      default: "in the last \(window / .minutes(1)) min"
      }
    }
  }
}
