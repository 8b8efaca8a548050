package import CallModel

extension ThrottleController {
  /// A priced call came through while this share of them was admitted.
  ///
  /// Every call counts, also one that began before the last step: its share stands for it.
  package mutating func charge(
    _ cost: NanoDollars, admittedShare: Double, at now: Nanoseconds
  ) -> ThrottleStep? {
    guard isThrottled, cause == .spend else { return nil }
    projection?.record(cost, admittedShare: admittedShare)
    return settleSpend(at: now)
  }

  /// Takes up a limit, in dollars an hour, and counts anew: while the service was down nothing was.
  mutating func resumeSpend(limit: Double, at now: Nanoseconds) {
    projection?.limit = max(0, limit)
    projection?.begin(at: now)
  }

  /// Moves the share towards `limit / demand`, as far as what was counted since the last step
  /// proves it.
  ///
  /// Cut: even at the low end of demand more than the limit would be spent. Raise, at most by
  /// twice: even at the high end a tenth more calls would stay within it. Release: so would all.
  mutating func settleSpend(at now: Nanoseconds) -> ThrottleStep? {
    let pause = max(dwell, .seconds(1))
    projection?.age(after: max(8 * pause, .minutes(2)), at: now)
    guard now - steppedAt >= pause, let projection else { return nil }
    let demand = projection.demand(admittedShare: share, at: now)
    let limit = projection.limit
    let evidence = """
      all calls would cost \(dollars(demand.estimate)) an hour (95 %: \(dollars(demand.lower)) to \
      \(dollars(demand.upper))) by the \(projection.calls) priced ones since the last step, against \
      \(dollars(limit)) an hour
      """
    let from = share
    if share * demand.lower > limit {
      let floor = floor(at: now)
      let wanted = max(floor, rounded(limit / demand.estimate))
      guard wanted < share * 0.99 else { return nil }
      estimate = clamp(1 - wanted, 0, 1)
      return step(.cut, to: wanted, evidence, at: now)
    }
    let admissible = demand.upper > 0 ? limit / demand.upper : 1
    guard admissible >= min(1, 1.1 * share) else { return nil }
    let raised = rounded(min(2 * share, admissible))
    return raised >= 0.999
      ? step(.release, to: 1, evidence, at: now) : raised > from ? step(.raise, to: raised, evidence, at: now) : nil
  }
}
