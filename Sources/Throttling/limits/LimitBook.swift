package import CallModel

/// All limits with their accounts.
///
/// A value, not a lock: its owner calls it with the time. A request is checked against all limits
/// first and charged to them when nothing else turns it away, so that what is refused elsewhere
/// uses none of them up.
///
/// There are at most `capacity` accounts beside the one of each limit that has no `by`. When all
/// places are taken, accounts whose window is empty make room; if there are none, all further
/// combinations of a limit share one account: whoever invents names gains nothing.
package struct LimitBook: Sendable {
  static let patience = Nanoseconds.minutes(1)

  package let rules: [LimitRule]
  let capacity: Int
  private var clock: Nanoseconds = 0
  private var accounts: [LimitAccount?] = []
  private var places: [LimitAccount.Key: Int] = [:]
  private var free: [Int] = []
  private var named = 0
  private var sweptAt = Nanoseconds.min
  /// How many requests and calls were counted in an account that combinations share since there
  /// was no place.
  package private(set) var shared: UInt64 = 0

  package init(rules: [LimitRule], capacity: Int = 100_000) {
    self.rules = rules
    self.capacity = capacity
  }

  /// What each limit that holds a request says to it, if it does not simply admit it.
  ///
  /// A limit rejects a request that it has no room for, with the time after which enough has left
  /// its window. A request that states no tokens needs room for one.
  package func findings(for request: AdmissionRequest, at moment: Nanoseconds) -> [AdmissionFinding] {
    let now = now(at: moment)
    return rules.indices.compactMap { limit in
      guard let key = key(of: request.dimensions, in: limit) else { return nil }
      let rule = rules[limit]
      let needed = rule.unit == .requests ? 1 : max(1, request.statedTokens)
      let account = account(key)
      let used = account?.used(at: now) ?? 0
      guard used.adding(needed) > rule.amount else { return nil }
      let finding = refusal(rule, key, account, used: used, needed: needed, at: now)
      return rule.mode == .enforce ? finding : finding.shadowed
    }
  }

  /// Counts a request that was admitted.
  package mutating func charge(_ request: AdmissionRequest, at moment: Nanoseconds) {
    guard !rules.isEmpty else { return }
    clock = now(at: moment)
    for limit in rules.indices {
      guard let place = place(of: request.dimensions, in: limit) else { continue }
      accounts[place]?.admit(tokens: request.statedTokens, at: clock)
    }
  }

  /// Counts a call that arrived, whether or not it asked before.
  ///
  /// - Parameter tokens: its input and output together.
  package mutating func arrive(_ dimensions: Dimensions, tokens: Int64, at moment: Nanoseconds) {
    arrive(dimensions, calls: 1, tokens: tokens, at: Self.sane(moment), now: moment)
  }

  // MARK: After a restart

  /// How far back the longest window reaches.
  package var longest: Nanoseconds { rules.map(\.window).max() ?? 0 }

  /// Counts what the store has of the time before; a row as if all of it had come at its end, so
  /// that it stays rather too long than too short.
  package mutating func restore(_ row: SpendRow, at now: Nanoseconds) {
    let end = row.start.adding(max(0, row.width - 1))
    arrive(
      row.dimensions, calls: row.sums.calls, tokens: row.sums.input.adding(row.sums.output),
      at: Self.sane(min(end, now)), now: now)
  }

  private mutating func arrive(
    _ dimensions: Dimensions, calls: Int64, tokens: Int64, at moment: Nanoseconds, now: Nanoseconds
  ) {
    guard !rules.isEmpty else { return }
    clock = self.now(at: now)
    for limit in rules.indices {
      guard let place = place(of: dimensions, in: limit) else { continue }
      accounts[place]?.arrive(calls: calls, tokens: tokens, at: moment, now: clock)
    }
  }

  // MARK: Accounts

  private func key(of dimensions: Dimensions, in limit: Int) -> LimitAccount.Key? {
    let rule = rules[limit]
    guard rule.on.looksAt(dimensions) else { return nil }
    var values: [String] = []
    for dimension in rule.by {
      guard let value = dimensions[dimension] else { return nil }
      values.append(value)
    }
    return LimitAccount.Key(limit: limit, values: values)
  }

  /// The account that a request is held to; nil: nothing has come of it yet.
  private func account(_ key: LimitAccount.Key) -> LimitAccount? {
    if let place = places[key] { return accounts[place] }
    guard named >= capacity else { return nil }
    return places[LimitAccount.Key(limit: key.limit, values: nil)].flatMap { accounts[$0] }
  }

  private mutating func place(of dimensions: Dimensions, in limit: Int) -> Int? {
    guard let key = key(of: dimensions, in: limit) else { return nil }
    if let place = places[key] { return place }
    let isNamed = key.values != []
    if isNamed, named >= capacity { sweep() }
    guard isNamed, named >= capacity else {
      if isNamed { named += 1 }
      return put(key)
    }
    shared += 1
    let common = LimitAccount.Key(limit: limit, values: nil)
    return places[common] ?? put(common)
  }

  private mutating func put(_ key: LimitAccount.Key) -> Int {
    let account = LimitAccount(key, rules[key.limit])
    let place = free.popLast() ?? accounts.count
    if place == accounts.count { accounts.append(account) } else { accounts[place] = account }
    places[key] = place
    return place
  }

  /// Forgets accounts whose window is empty, at most once in five seconds since it looks at all.
  private mutating func sweep() {
    guard sweptAt == .min || (clock - sweptAt).magnitude >= Nanoseconds.seconds(5).magnitude else { return }
    sweptAt = clock
    for place in accounts.indices {
      guard let account = accounts[place], account.key.values != [], account.used(at: clock) == 0 else { continue }
      if account.key.values != nil { named -= 1 }
      places[account.key] = nil
      accounts[place] = nil
      free.append(place)
    }
  }

  // MARK: Time

  /// The clock that a moment is judged by: one that is set back by at most a minute is waited
  /// for, one that is set back further is believed.
  private func now(at moment: Nanoseconds) -> Nanoseconds {
    let moment = Self.sane(moment)
    return moment > clock || clock - moment > Self.patience ? moment : clock
  }

  /// Within 1970 and 2188, so that no sum of two moments overflows.
  private static func sane(_ moment: Nanoseconds) -> Nanoseconds { min(max(moment, 0), .days(80_000)) }
}

extension LimitBook {
  private func refusal(
    _ rule: LimitRule, _ key: LimitAccount.Key, _ account: LimitAccount?, used: Int64, needed: Int64,
    at now: Nanoseconds
  ) -> AdmissionFinding {
    let scope = Scope(clauses: rule.on.clauses + Scope(rule.by, values: key.values ?? []).clauses)
    var reason =
      "limit \(rule.name): \(used) of \(rule.amount) \(rule.unit.rawValue) in \(spell(rule.window)) by \(scope)"
    guard needed <= rule.amount else {
      reason += "; this call alone may use \(needed), for which there is never room"
      return AdmissionFinding(name: rule.name, decision: .reject, reason: reason, cause: "limit")
    }
    if needed > 1 { reason += ", and this call may use \(needed)" }
    let again = account?.moment(when: rule.amount - needed, after: now) ?? now
    let wait = max(.milliseconds(1), again - now)
    return AdmissionFinding(
      name: rule.name, decision: .reject, reason: "\(reason); room again in \(spell(wait))", cause: "limit",
      retryAfter: wait)
  }
}

extension AdmissionRequest {
  /// What the call may use, as far as it states that.
  fileprivate var statedTokens: Int64 { max(0, inputTokens ?? 0).adding(max(0, maxOutputTokens ?? 0)) }
}
