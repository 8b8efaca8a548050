package import CallModel

/// All budgets with their accounts: what was spent is added, and what is left decides.
///
/// A value, not a lock: its owner calls it with the time and carries out what it returns.
///
/// There are at most `capacity` accounts beside the one of each budget that has no `by`. When all
/// places are taken, accounts that have used nothing make room; if there are none, all further
/// combinations of a budget share one account and its limit: whoever invents names gains nothing.
///
/// Time goes on with the latest moment that the book was told of. A clock that is set back by at
/// most an hour is waited for; one that is set back further is believed.
package struct BudgetBook: Sendable {
  static let patience = Nanoseconds.hours(1)

  package let rules: [BudgetRule]
  let capacity: Int
  private(set) var clock: Nanoseconds = 0
  var accounts: [BudgetAccount?] = []
  var places: [BudgetAccount.Key: Int] = [:]
  private var free: [Int] = []
  /// Accounts with names of their own.
  private(set) var named = 0
  private var exceeded: Set<Int> = []
  private var sweptAt = Nanoseconds.min
  /// How many amounts went to an account that combinations share since there was no place.
  package private(set) var shared: UInt64 = 0

  package init(rules: [BudgetRule], capacity: Int = 100_000) {
    self.rules = rules
    self.capacity = capacity
  }

  /// A call came in that cost something.
  ///
  /// - Parameter moment: when it arrived.
  package mutating func spend(_ dimensions: Dimensions, cost: NanoDollars, at moment: Nanoseconds) -> [BudgetChange] {
    guard !rules.isEmpty, cost.value > 0 else { return [] }
    let moment = Self.sane(moment)
    advance(to: moment)
    var changes: [BudgetChange] = []
    for budget in rules.indices {
      guard let place = add(cost, of: dimensions, to: budget, at: moment) else { continue }
      changes += tell(place)
    }
    return changes
  }

  /// Lets time pass: what was used up may have money again.
  package mutating func tick(at now: Nanoseconds) -> [BudgetChange] {
    advance(to: Self.sane(now))
    return exceeded.sorted().flatMap { tell($0) }
  }

  /// Adds to the account that holds a call; nil if the budget does not hold it.
  mutating func add(_ cost: NanoDollars, of dimensions: Dimensions, to budget: Int, at moment: Nanoseconds) -> Int? {
    guard let key = key(of: dimensions, in: budget) else { return nil }
    let place = places[key] ?? open(key)
    accounts[place]?.add(cost, rules[budget].period, at: moment, now: clock)
    return place
  }

  /// The account that a call belongs to; nil: the budget does not hold it.
  func key(of dimensions: Dimensions, in budget: Int) -> BudgetAccount.Key? {
    let rule = rules[budget]
    guard rule.on.looksAt(dimensions) else { return nil }
    var values: [String] = []
    for dimension in rule.by {
      guard let value = dimensions[dimension] else { return nil }
      values.append(value)
    }
    return BudgetAccount.Key(budget: budget, values: values)
  }

  /// The clock that a moment is judged by.
  func now(at moment: Nanoseconds) -> Nanoseconds {
    let moment = Self.sane(moment)
    return moment > clock || clock - moment > Self.patience ? moment : clock
  }

  mutating func advance(to moment: Nanoseconds) { clock = now(at: moment) }

  /// Within 1970 and 2188, so that no sum of two moments overflows.
  private static func sane(_ moment: Nanoseconds) -> Nanoseconds { min(max(moment, 0), .days(80_000)) }

  // MARK: Places

  private mutating func open(_ key: BudgetAccount.Key) -> Int {
    let isNamed = !(key.values ?? []).isEmpty
    if isNamed, named >= capacity { sweep() }
    guard isNamed, named >= capacity else {
      if isNamed { named += 1 }
      return put(key)
    }
    shared += 1
    let common = BudgetAccount.Key(budget: key.budget, values: nil)
    return places[common] ?? put(common)
  }

  private mutating func put(_ key: BudgetAccount.Key) -> Int {
    let account = BudgetAccount(key, period: rules[key.budget].period, at: clock)
    let place = free.popLast() ?? accounts.count
    if place == accounts.count { accounts.append(account) } else { accounts[place] = account }
    places[key] = place
    return place
  }

  /// Forgets accounts that have used nothing, at most once in five minutes since it looks at all.
  private mutating func sweep() {
    guard sweptAt == .min || (clock - sweptAt).magnitude >= Nanoseconds.minutes(5).magnitude else { return }
    sweptAt = clock
    for place in accounts.indices {
      guard let account = accounts[place], account.key.values != [], !account.told.exceeded,
        account.used(rules[account.key.budget].period, at: clock) == .zero
      else { continue }
      if account.key.values != nil { named -= 1 }
      places[account.key] = nil
      accounts[place] = nil
      free.append(place)
    }
  }

  // MARK: What is said

  /// What there is to say of an account now that was not said before.
  mutating func tell(_ place: Int) -> [BudgetChange] {
    guard var account = accounts[place] else { return [] }
    let rule = rules[account.key.budget]
    let used = account.used(rule.period, at: clock)
    account.forgetTold(rule, used: used, at: clock)
    var kinds: [BudgetChange.Kind] = []
    if account.told.exceeded, used < rule.limit {
      account.told.exceeded = false
      exceeded.remove(place)
      kinds.append(.restored)
    }
    for (number, part) in rule.warn.prefix(32).enumerated() {
      let bit: UInt32 = 1 << UInt32(truncatingIfNeeded: number)
      guard account.told.warnings & bit == 0, rule.limit.isReached(by: used, part: part) else { continue }
      account.told.warnings |= bit
      kinds.append(.warned(part))
    }
    if !account.told.exceeded, used >= rule.limit {
      account.told.exceeded = true
      exceeded.insert(place)
      kinds.append(.exceeded)
    }
    if rule.forecast, !account.told.forecast, !account.told.exceeded,
      let moment = forecast(rule, used: used, at: clock)
    {
      account.told.forecast = true
      kinds.append(.forecast(moment))
    }
    if !kinds.isEmpty, rule.period.start(at: clock) == nil { account.told.at = clock }
    accounts[place] = account
    let scope = scope(of: account.key)
    return kinds.map {
      BudgetChange(
        budget: rule.name, account: scope, kind: $0, used: used, limit: rule.limit, mode: rule.mode, then: rule.then,
        at: clock)
    }
  }

  /// Which calls an account is of.
  func scope(of key: BudgetAccount.Key) -> Scope {
    let rule = rules[key.budget]
    guard let values = key.values else { return rule.on }
    return Scope(clauses: rule.on.clauses + Scope(rule.by, values: values).clauses)
  }
}

/// When an account will be used up if it goes on as in the calendar's period so far.
///
/// Nil if it will not be before the period ends, in the first twenty-fourth of it, with less than
/// a tenth of the limit used, when all is used, and for rolling periods, which have no end.
func forecast(_ rule: BudgetRule, used: NanoDollars, at now: Nanoseconds) -> Nanoseconds? {
  guard let start = rule.period.start(at: now), let end = rule.period.end(at: now) else { return nil }
  let elapsed = now - start
  guard elapsed >= (end - start) / 24, used.value > 0, used < rule.limit, rule.limit.isReached(by: used, part: 1_000)
  else { return nil }
  let whole = Int128(elapsed) * Int128(rule.limit.value) / Int128(used.value)
  guard whole < Int128(end - start) else { return nil }
  return start + Int64(truncatingIfNeeded: whole)
}
