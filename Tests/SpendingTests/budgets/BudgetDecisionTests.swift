import CallModel
import Spending
import Testing

struct BudgetDecisionTests {
  @Test func aBudgetDeniesOnceItIsUsedUpAndUntilItsPeriodEnds() throws {
    var book = BudgetBook(rules: [budget("everyone")])
    #expect(book.decide(at: evening) == BudgetDecision(remaining: dollars(200)))
    _ = book.spend(ann, cost: NanoDollars(dollars(200).value - 1), at: evening)
    #expect(book.decide(at: evening) == BudgetDecision(remaining: NanoDollars(1)))
    _ = book.spend(bob, cost: NanoDollars(1), at: evening)
    let decision = book.decide(at: evening + .minutes(30))
    #expect(decision.remaining == .zero)
    #expect(
      decision.findings == [
        AdmissionFinding(
          name: "everyone", decision: .deny,
          reason: "budget everyone: $2.00 of $2.00 used today by *; more from 2028-02-29 00:00 UTC", cause: "budget",
          retryAfter: .minutes(90))
      ])
    #expect(book.decide(at: evening + .hours(2)).findings.isEmpty)
  }

  @Test func eachAccountIsForItself() {
    var book = BudgetBook(rules: [budget("user", dollars(10), by: [.user])])
    _ = book.spend(ann, cost: dollars(10), at: evening)
    #expect(book.decide(ann, at: evening).findings.map(\.decision) == [.deny])
    #expect(book.decide(bob, at: evening) == BudgetDecision(remaining: dollars(10)))
    // Who is not named is in no account.
    let nobody = Dimensions(route: "checkout", model: "gpt-4o")
    #expect(book.spend(nobody, cost: dollars(50), at: evening).isEmpty)
    #expect(book.decide(nobody, at: evening) == BudgetDecision(remaining: nil))
  }

  @Test func aCallThatStatesMoreThanIsLeftIsDenied() throws {
    var book = BudgetBook(rules: [budget("a", dollars(10))])
    _ = book.spend(ann, cost: dollars(4), at: evening)
    #expect(book.decide(estimate: dollars(6), at: evening).findings.isEmpty)
    let finding = try #require(book.decide(estimate: dollars(7), at: evening).findings.first)
    #expect(finding.decision == .deny && finding.retryAfter == .hours(2))
    #expect(finding.reason.contains("$0.04 of $0.10 used today by *, and this call alone may cost $0.07; more from"))
    // One that no period has room for need not wait.
    let never = try #require(book.decide(estimate: dollars(11), at: evening).findings.first)
    #expect(never.decision == .deny && never.retryAfter == nil && !never.reason.contains("more from"))
  }

  @Test func aRollingBudgetSaysWhenEnoughHasLeftIt() throws {
    var book = BudgetBook(rules: [budget("h", dollars(10), .rolling(.hours(1)))])
    _ = book.spend(ann, cost: dollars(6), at: evening + .minutes(2))
    _ = book.spend(ann, cost: dollars(3), at: evening + .minutes(20))
    _ = book.spend(ann, cost: dollars(1), at: evening + .minutes(41))
    let now = evening + .minutes(42)
    for (estimate, minutes) in [(0, 65), (6, 65), (7, 85), (9, 85), (10, 105)] as [(Int64, Int64)] {
      let finding = try #require(book.decide(estimate: dollars(estimate), at: now).findings.first)
      let again = evening + .minutes(minutes)
      #expect(finding.retryAfter == again - now, "\(estimate)")
      // It is true: not a moment before, and then it is.
      #expect(book.decide(estimate: dollars(estimate), at: again - 1).findings.count == 1)
      #expect(book.decide(estimate: dollars(estimate), at: again).findings.isEmpty)
    }
  }

  @Test func aUsedUpBudgetCanDegrade() throws {
    var book = BudgetBook(rules: [budget("user", dollars(10), by: [.user], then: .degrade("cheap"))])
    #expect(book.decide(at: evening).findings.isEmpty)
    _ = book.spend(ann, cost: dollars(12), at: evening)
    let finding = try #require(book.decide(at: evening).findings.first)
    #expect(finding.decision == .degrade && finding.model == "cheap" && finding.retryAfter == nil)
    #expect(finding.reason.hasSuffix("used today by user=ann; more from 2028-02-29 00:00 UTC; until then cheap"))
    var cheap = ann
    cheap.model = "cheap"
    #expect(book.decide(cheap, at: evening).findings.isEmpty)
    #expect(book.decision(for: cheap, estimate: .unpriced(model: "cheap"), at: evening).findings.isEmpty)
  }

  @Test func whatOnlyWarnsOrIsInShadowRefusesNothing() {
    var book = BudgetBook(rules: [
      budget("warns", dollars(1), then: .warn), budget("shadow", dollars(1), mode: .shadow),
    ])
    _ = book.spend(ann, cost: dollars(5), at: evening)
    let decision = book.decision(for: ann, estimate: .unpriced(model: "x"), at: evening)
    #expect(decision.remaining == .zero)
    #expect(decision.findings.map(\.decision) == [.admit])
    #expect(decision.findings.map(\.cause) == ["shadow"])
    #expect(decision.findings.map(\.name) == ["shadow"])
  }

  @Test func anUnknownPriceIsDeniedInWordsThatSayWhatToDo() {
    let rules = [budget("strict"), budget("lax", unpriced: .allow), budget("other", on: scope("model=claude-*"))]
    let decision = BudgetBook(rules: rules).decision(for: ann, estimate: .unpriced(model: "gpt-4o"), at: evening)
    #expect(
      decision.findings == [
        AdmissionFinding(
          name: "strict", decision: .deny,
          reason: "budget strict: the price of the model 'gpt-4o' is unknown, so it cannot be charged; add it to the "
            + "prices, or set budgets.strict.unpriced to allow", cause: "unpriced")
      ])
    let nameless = BudgetBook(rules: rules).decision(for: ann, estimate: .unpriced(model: nil), at: evening)
    #expect(nameless.findings.first?.reason.contains("the call names no model") == true)
  }

  @Test func combinationsWithoutAPlaceShareOneAccount() {
    var book = BudgetBook(rules: [budget("user", dollars(10), by: [.user]), budget("all", dollars(900))], capacity: 3)
    func user(_ number: Int) -> Dimensions { Dimensions(user: "u\(number)") }
    for number in 0..<3 { _ = book.spend(user(number), cost: dollars(2), at: evening) }
    for number in 3..<9 { _ = book.spend(user(number), cost: dollars(2), at: evening) }
    #expect(book.shared == 6)
    #expect((0..<3).allSatisfy { book.decide(user($0), at: evening).findings.isEmpty })
    #expect((3..<20).allSatisfy { book.decide(user($0), at: evening).findings.map(\.name) == ["user"] })
    #expect(book.used("all", at: evening) == dollars(18))
    #expect(book.states(at: evening).first?.accounts == 4)
    // The next day there is room: those who have used nothing go.
    let tomorrow = evening + .hours(3)
    for number in 20..<23 { _ = book.spend(user(number), cost: dollars(1), at: tomorrow) }
    #expect(book.shared == 6)
    #expect(book.states(at: tomorrow).first?.accounts == 3)
    #expect((0..<30).allSatisfy { book.decide(user($0), at: tomorrow).findings.isEmpty })
  }

  @Test func whatACallStatesIsPricedAndAnUnknownPriceIsNotZero() {
    let prices = TokenPrices(input: dollars(250), output: dollars(1_000))
    let entry = PriceEntry(provider: "openai", model: "m", revisions: [.init(since: evening, prices: prices)])
    func estimate(_ input: Int64?, _ output: Int64?, at now: Nanoseconds = evening) -> CallEstimate {
      CallEstimate(
        of: AdmissionRequest(dimensions: ann, inputTokens: input, maxOutputTokens: output), entry: entry, at: now)
    }
    #expect(estimate(nil, nil) == .stated(.zero))
    #expect(estimate(1_000, 1_000) == .stated(NanoDollars(12_500_000)))
    #expect(estimate(-4, nil) == .stated(.zero))
    #expect(estimate(.max, .max) == .stated(NanoDollars(.max)))
    #expect(estimate(1, 1, at: evening - 1) == .unpriced(model: "gpt-4o"))
    #expect(
      CallEstimate(of: AdmissionRequest(dimensions: ann), entry: nil, at: evening) == .unpriced(model: "gpt-4o"))
    let embedding = PriceEntry(
      provider: "openai", model: "e", revisions: [.init(prices: TokenPrices(input: dollars(2)))])
    #expect(
      CallEstimate(
        of: AdmissionRequest(dimensions: ann, inputTokens: 1_000_000, maxOutputTokens: 50), entry: embedding,
        at: evening) == .stated(dollars(2)))
  }

  private func scope(_ text: String) -> Scope { (try? Scope(parsing: text)) ?? .everything }
}
