/// How much may be spent in a period, as a configuration states it under `budgets:`.
public struct BudgetRule: Hashable, Sendable {
  public var name: String
  /// How much; above zero.
  public var limit: NanoDollars
  public var period: BudgetPeriod
  /// One account for each combination of these dimensions' values. A call that lacks one of
  /// them is in no account of this budget.
  public var by: [Dimension]
  /// Which calls it holds.
  public var on: Scope
  /// At which parts of the limit a warning is given, in hundredths of a percent, ascending.
  public var warn: [Int]
  /// Whether a warning is given when the limit will be exceeded before the period ends.
  public var forecast: Bool
  public var then: BudgetConsequence
  /// Whether a call may go whose price is unknown, so that it cannot be charged.
  public var unpriced: UnpricedCalls
  public var mode: Enforcement

  public init(
    name: String, limit: NanoDollars, period: BudgetPeriod, by: [Dimension] = [], on: Scope = .everything,
    warn: [Int] = [], forecast: Bool = true, then: BudgetConsequence = .deny, unpriced: UnpricedCalls = .deny,
    mode: Enforcement = .enforce
  ) {
    self.name = name
    self.limit = limit
    self.period = period
    self.by = by
    self.on = on
    self.warn = warn
    self.forecast = forecast
    self.then = then
    self.unpriced = unpriced
    self.mode = mode
  }
}

/// The stretch of time that a budget is for.
public enum BudgetPeriod: Hashable, Sendable {
  /// A day of the UTC calendar: `/day`.
  case day
  /// A month of the UTC calendar: `/month`.
  case month
  /// The time up to now: `/24h`.
  case rolling(Nanoseconds)
}

/// What happens to calls when a budget is used up.
public enum BudgetConsequence: Hashable, Sendable {
  case deny
  /// They go to this model instead.
  case degrade(String)
  /// It is only said.
  case warn
}

/// What a budget does with calls whose price is unknown.
public enum UnpricedCalls: String, Hashable, Sendable, CaseIterable {
  case deny, allow
}

/// One budget now: what metrics and the API show of it.
public struct BudgetState: Hashable, Sendable {
  public var budget: String
  public var limit: NanoDollars
  public var mode: Enforcement
  /// Of the account that has used most.
  public var used: NanoDollars
  /// What that account has left; never below zero.
  public var remaining: NanoDollars
  /// Which calls that account is of.
  public var worst: Scope
  /// How many accounts there are, and how many of them are used up.
  public var accounts: Int
  public var exceeded: Int
  /// The period that is running.
  public var start: Nanoseconds
  /// Nil for a rolling period, which has no end.
  public var end: Nanoseconds?
  /// When that account will be used up if it goes on as in this period; nil: not in it, or too
  /// little is known.
  public var exceedsAt: Nanoseconds?

  public init(
    budget: String, limit: NanoDollars, mode: Enforcement, used: NanoDollars, remaining: NanoDollars, worst: Scope,
    accounts: Int, exceeded: Int, start: Nanoseconds, end: Nanoseconds?, exceedsAt: Nanoseconds?
  ) {
    self.budget = budget
    self.limit = limit
    self.mode = mode
    self.used = used
    self.remaining = remaining
    self.worst = worst
    self.accounts = accounts
    self.exceeded = exceeded
    self.start = start
    self.end = end
    self.exceedsAt = exceedsAt
  }

  /// The used part of the limit, for Prometheus, never for arithmetic.
  public var usedRatio: Double { used.dollars / limit.dollars }
}

/// Something happened to one account of a budget.
public struct BudgetChange: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A threshold was reached, in hundredths of a percent of the limit.
    case warned(Int)
    /// It will be used up at this moment if it goes on like this.
    case forecast(Nanoseconds)
    case exceeded
    /// There is money again: the period ended, or spending left a rolling one.
    case restored
  }

  public var budget: String
  /// Which calls the account is of.
  public var account: Scope
  public var kind: Kind
  public var used: NanoDollars
  public var limit: NanoDollars
  public var mode: Enforcement
  public var then: BudgetConsequence
  public var at: Nanoseconds

  public init(
    budget: String, account: Scope, kind: Kind, used: NanoDollars, limit: NanoDollars, mode: Enforcement,
    then: BudgetConsequence, at: Nanoseconds
  ) {
    self.budget = budget
    self.account = account
    self.kind = kind
    self.used = used
    self.limit = limit
    self.mode = mode
    self.then = then
    self.at = at
  }
}
