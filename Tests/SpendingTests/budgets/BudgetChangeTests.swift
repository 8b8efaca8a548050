import CallModel
import Spending
import Testing

struct BudgetChangeTests {
  private func kinds(_ changes: [BudgetChange]) -> [BudgetChange.Kind] { changes.map(\.kind) }

  @Test func eachThresholdIsSaidOnceAPeriod() {
    var book = BudgetBook(rules: [budget("a", dollars(100), warn: [5_000, 8_000])])
    #expect(book.spend(ann, cost: dollars(49), at: evening).isEmpty)
    #expect(kinds(book.spend(ann, cost: dollars(1), at: evening)) == [.warned(5_000)])
    #expect(book.spend(ann, cost: dollars(20), at: evening).isEmpty)
    #expect(kinds(book.spend(ann, cost: dollars(40), at: evening)) == [.warned(8_000), .exceeded])
    #expect(book.spend(ann, cost: dollars(40), at: evening).isEmpty)
    #expect(book.tick(at: evening + .hours(1)).isEmpty)
    #expect(kinds(book.tick(at: evening + .hours(2))) == [.restored])
    #expect(book.tick(at: evening + .hours(3)).isEmpty)
    #expect(kinds(book.spend(ann, cost: dollars(60), at: evening + .hours(4))) == [.warned(5_000)])
    // Whoever spends before the tick is told in one go.
    _ = book.spend(ann, cost: dollars(60), at: evening + .hours(4))
    #expect(
      kinds(book.spend(ann, cost: dollars(90), at: evening + .hours(30))) == [
        .restored, .warned(5_000), .warned(8_000),
      ])
  }

  @Test func aRollingBudgetIsUsedUpAgainButWarnsOnceAWindow() {
    var book = BudgetBook(rules: [budget("a", dollars(10), .rolling(.hours(1)), warn: [5_000])])
    #expect(kinds(book.spend(ann, cost: dollars(10), at: evening)) == [.warned(5_000), .exceeded])
    let later = evening + .minutes(65)
    #expect(book.tick(at: later - 1).isEmpty)
    #expect(kinds(book.tick(at: later)) == [.restored])
    #expect(kinds(book.spend(ann, cost: dollars(6), at: later)) == [.warned(5_000)])
    #expect(kinds(book.spend(ann, cost: dollars(6), at: later + .minutes(30))) == [.exceeded])
    #expect(kinds(book.tick(at: later + .minutes(65))) == [.restored])
    #expect(book.spend(ann, cost: dollars(1), at: later + .minutes(66)).isEmpty)
  }

  @Test func aForecastNeedsATimeAndATenthOfTheLimit() throws {
    var book = BudgetBook(rules: [budget("a", dollars(2_400), forecast: true)])
    let midnight = evening + .hours(2)
    // In the first hour of the day nothing is concluded.
    #expect(book.spend(ann, cost: dollars(500), at: midnight + .minutes(59)).isEmpty)
    #expect(book.states(at: midnight + .minutes(59)).first?.exceedsAt == nil)
    // A third of the limit in a quarter of the day: all of it after three quarters.
    let change = try #require(book.spend(ann, cost: dollars(300), at: midnight + .hours(6)).first)
    #expect(change.kind == .forecast(midnight + .hours(18)))
    #expect(book.states(at: midnight + .hours(6)).first?.exceedsAt == midnight + .hours(18))
    #expect(
      change.audit
        == AuditEntry(
          at: midnight + .hours(6), subject: "budget", action: "forecast", actor: "a", scope: .everything,
          enforcement: .enforce, from: 1, to: 1,
          evidence: "$8.00 of $24.00 used: all of it at 2028-02-29 18:00 UTC if it goes on as in this period."))
    #expect(book.spend(ann, cost: dollars(300), at: midnight + .hours(7)).isEmpty)
    // Slower than the limit: none.
    var slow = BudgetBook(rules: [budget("a", dollars(2_400), .month, forecast: true)])
    #expect(slow.spend(ann, cost: dollars(2_300), at: midnight).isEmpty)
    #expect(slow.states(at: midnight).first?.exceedsAt == nil)
    #expect(slow.states(at: midnight).first?.end == evening + .hours(26))
  }

  @Test func eachChangeLeavesALineOfTheAudit() {
    var book = BudgetBook(rules: [
      budget("a", dollars(300), by: [.user], on: (try? Scope(parsing: "route=check*")) ?? .everything, warn: [3_333])
    ])
    let changes = book.spend(ann, cost: dollars(300), at: evening) + book.tick(at: evening + .hours(2))
    #expect(changes.map(\.audit.action) == ["warn", "exceed", "restore"])
    #expect(changes.allSatisfy { $0.audit.subject == "budget" && $0.audit.actor == "a" })
    #expect(changes.allSatisfy { "\($0.audit.scope)" == "route=check*,user=ann" })
    #expect(changes.map(\.audit.from) == [1, 1, 0] && changes.map(\.audit.to) == [1, 0, 1])
    #expect(changes.first?.audit.evidence == "$3.00 of $3.00 used: 33.33 % reached.")
  }

  @Test func afterARestartWhatIsTrueIsToldOnce() {
    let rules = [budget("a", dollars(100), warn: [5_000])]
    var sums = SpendSums()
    sums.add(TokenUsage(), cost: dollars(120), failed: false)
    var book = BudgetBook(rules: rules)
    book.restore(SpendRow(start: evening - .hours(3), width: .hours(1), dimensions: ann, sums: sums), at: evening)
    book.restore(SpendRow(start: evening - .hours(23), width: .hours(1), dimensions: ann, sums: sums), at: evening)
    #expect(kinds(book.settle(at: evening)) == [.warned(5_000), .exceeded])
    #expect(book.settle(at: evening).isEmpty)
    #expect(book.states(at: evening).first?.used == dollars(120))
    #expect(kinds(book.tick(at: evening + .hours(2))) == [.restored])
  }

  @Test func theWorstAccountIsTheOneThatIsShown() throws {
    var book = BudgetBook(rules: [budget("a", dollars(100), by: [.user]), budget("none")])
    _ = book.spend(ann, cost: dollars(30), at: evening)
    _ = book.spend(bob, cost: dollars(120), at: evening)
    let states = book.states(at: evening)
    #expect(states.map(\.budget) == ["a", "none"])
    let state = try #require(states.first)
    #expect(state.accounts == 2 && state.exceeded == 1)
    #expect(state.used == dollars(120) && state.remaining == .zero && "\(state.worst)" == "user=bob")
    #expect(state.usedRatio == 1.2)
    #expect(state.start == evening - .hours(22) && state.end == evening + .hours(2))
    #expect(book.accounts(of: "a", atMost: 1, at: evening).map { "\($0.worst)" } == ["user=bob"])
    #expect(book.accounts(of: "a", atMost: 9, at: evening).map(\.used) == [dollars(120), dollars(30)])
    #expect(book.accounts(of: "zzz", atMost: 9, at: evening).isEmpty)
  }
}
