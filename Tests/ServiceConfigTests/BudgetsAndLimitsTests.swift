import CallModel
import ServiceConfig
import Testing

@Suite struct BudgetsAndLimitsTests {
  private func load() throws -> Configuration {
    let text = try Fixtures.text("good/budgets-and-limits.yaml")
    return try #require(loadConfiguration(text, file: "a.yaml", in: context()).configuration)
  }

  @Test func budgetsAreRead() throws {
    let route = try Scope(parsing: "route=a")
    #expect(
      try load().budgets == [
        BudgetRule(name: "everyone", limit: NanoDollars(200_000_000_000), period: .day, warn: [5_000, 8_000]),
        BudgetRule(
          name: "per-user", limit: NanoDollars(2_000_000_000), period: .day, by: [.user], then: .degrade("chat-cheap")),
        BudgetRule(
          name: "monthly", limit: NanoDollars(1_999_990_000_000), period: .month, on: route, warn: [3_333, 5_000],
          forecast: false, then: .warn, mode: .shadow),
        BudgetRule(
          name: "rolling", limit: NanoDollars(1), period: .rolling(.hours(24)), by: [.caller, .model], unpriced: .allow),
      ])
  }

  @Test func limitsAreRead() throws {
    let route = try Scope(parsing: "route=a")
    #expect(
      try load().limits == [
        LimitRule(name: "per-user-rate", amount: 20, unit: .requests, window: .minutes(1), by: [.user]),
        LimitRule(name: "per-user-tokens", amount: 200_000, unit: .tokens, window: .hours(1), by: [.user]),
        LimitRule(name: "bursts", amount: 1, unit: .requests, window: .seconds(10), on: route, mode: .shadow),
        LimitRule(name: "day", amount: 3_000_000, unit: .tokens, window: .hours(24)),
      ])
  }

  /// What a person states outright is enforced, and what cannot be priced cannot slip through.
  @Test func theDefaultsAreStrict() throws {
    let text = "budgets: { a: { limit: $1/day } }\nlimits: { b: { limit: 1 request/s } }"
    let configuration = try #require(loadConfiguration(text, file: "a.yaml", in: context()).configuration)
    let budget = try #require(configuration.budgets.first)
    #expect(budget.mode == .enforce && budget.then == .deny && budget.unpriced == .deny && budget.forecast)
    #expect(configuration.limits.first?.mode == .enforce)
  }
}
