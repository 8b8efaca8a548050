import CallModel
import Spending

/// 2028-02-28T22:00:00Z, two hours before the eve of a leap day.
let evening = Nanoseconds.hours(509_830)

func dollars(_ cents: Int64) -> NanoDollars { NanoDollars(cents * 10_000_000) }

let ann = Dimensions(route: "checkout", user: "ann", model: "gpt-4o")
let bob = Dimensions(route: "checkout", user: "bob", model: "gpt-4o")

func budget(
  _ name: String = "all", _ limit: NanoDollars = dollars(200), _ period: BudgetPeriod = .day, by: [Dimension] = [],
  on: Scope = .everything, warn: [Int] = [], forecast: Bool = false, then: BudgetConsequence = .deny,
  unpriced: UnpricedCalls = .deny, mode: Enforcement = .enforce
) -> BudgetRule {
  BudgetRule(
    name: name, limit: limit, period: period, by: by, on: on, warn: warn, forecast: forecast, then: then,
    unpriced: unpriced, mode: mode)
}

extension BudgetBook {
  func used(_ name: String, at now: Nanoseconds) -> NanoDollars? { states(at: now).first { $0.budget == name }?.used }

  func decide(
    _ dimensions: Dimensions = ann, estimate: NanoDollars = .zero, at now: Nanoseconds
  ) -> BudgetDecision {
    decision(for: dimensions, estimate: .stated(estimate), at: now)
  }
}

/// A generator with a seed (splitmix64), so that a failure can be seen again.
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
