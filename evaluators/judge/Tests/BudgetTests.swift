import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import JudgeEvaluator

@Suite struct BudgetTests {
  private let priced: [String: Setting.Value] = [
    "price": ["input": "$1", "output": "$10"], "budget": "$0.02/day", "concurrency": 1,
    "max_output_tokens": 100,
  ]

  @Test func pricesRoundUp() {
    let price = TokenPrice(input: NanoDollars(150_000_000), output: NanoDollars(600_000_001))
    #expect(price.cost(input: 1_000_000, output: 0) == NanoDollars(150_000_000))
    #expect(price.cost(input: 1, output: 0) == NanoDollars(150))
    #expect(price.cost(input: 0, output: 1) == NanoDollars(601))
    #expect(
      TokenPrice(input: NanoDollars(.max), output: .zero).cost(input: .max, output: 0)
        == NanoDollars(.max))
  }

  @Test func usageTakesThePlaceOfTheEstimate() async throws {
    let host = TestHost(network: { _ in
      Server.completion(Server.verdict("pass"), input: 1_000, output: 10)
    })
    let evaluator = try judge(host, priced)
    _ = await evaluator.judge(calls("a"))
    #expect(evaluator.endpoint.state.spent == NanoDollars(1_100_000))
  }

  @Test func beyondTheBudgetNothingIsAsked() async throws {
    // Each costs 8 million nano-dollars; the budget is 20 million.
    let host = TestHost(network: { _ in
      Server.completion(Server.verdict("pass"), input: 8_000, output: 0)
    })
    let evaluator = try judge(host, priced)
    let verdicts = await evaluator.judge(calls("a", "b", "c", "d", "e"))
    let denied = Verdict.error("the judge's budget is used up", label: "judge_over_budget")
    #expect(verdicts.map(\.kind) == [.pass, .pass, .pass, .error, .error])
    #expect(verdicts.suffix(2) == [denied, denied])
    #expect(host.requests.count == 3)
    #expect(host.logged.map(\.level) == [.warning])
    // What was answered before costs nothing.
    #expect(await evaluator.judge(calls("a")).map(\.kind) == [.pass])
    // The next day begins at 0:00 UTC.
    host.clock.advance(by: .days(1))
    #expect(await evaluator.judge(calls("d")).map(\.kind) == [.pass])
  }

  /// What a request that fails leaves of its estimate of 1,000 · (bytes / 2 + 16) + 10,000 · 100.
  @Test(arguments: [
    (Result<HostResponse, HostError>.success(Server.error(401)), false),
    (
      .success(
        HostResponse(status: 200, body: Array(#"{"choices":[{"message":{"content":"x"}}]}"#.utf8))),
      true
    ),
    (.failure(HostError("it broke", isTransient: true)), true),
  ])
  func aFailedRequestCostsWhatItMayHaveCost(result: Result<HostResponse, HostError>, costs: Bool)
    async throws
  {
    let host = TestHost(network: { _ throws(HostError) in try result.get() })
    let evaluator = try judge(host, priced.merging(["retries": 0]) { $1 })
    _ = await evaluator.judge(calls("a"))
    #expect((evaluator.endpoint.state.spent > NanoDollars(1_000_000)) == costs)
    #expect(costs || evaluator.endpoint.state.spent == .zero)
  }

  @Test func requestsAreLimitedInAnyStretchOfTime() async throws {
    let host = TestHost(network: Server.polite)
    let evaluator = try judge(host, ["limit": "2 requests/m", "cache": 0, "concurrency": 1])
    #expect(
      await evaluator.judge(calls("a", "b", "c")).map(\.label) == [nil, nil, "judge_over_budget"])
    host.clock.advance(by: .seconds(59))
    #expect(await evaluator.judge(calls("c")).map(\.kind) == [.error])
    host.clock.advance(by: .seconds(2))
    #expect(await evaluator.judge(calls("c")).map(\.kind) == [.pass])
  }

  @Test func aWindowSlides() {
    var window = RequestWindow(most: 3, window: .seconds(60))
    let start: Nanoseconds = .seconds(1_000)
    let seconds: [Int64] = [0, 10, 20, 30, 60, 61, 62]
    let taken = seconds.map { window.take(at: start + .seconds($0)) }
    #expect(taken == [true, true, true, false, false, true, false])
    // A clock that goes back gives nothing away.
    let later: [Nanoseconds] = [start + .days(3)] + [1, 2, 3].map { start + .seconds($0) }
    let takenLater = later.map { window.take(at: $0) }
    #expect(takenLater == [true, true, true, false])
  }

  @Test func aReservationOfYesterdayIsSettledThere() throws {
    var allowance = Allowance(budget: .init(limit: NanoDollars(100), period: .days(1)), rate: nil)
    let old = try allowance.reserve(NanoDollars(60), at: .days(1)).get()
    let denied = allowance.reserve(NanoDollars(60), at: .days(1))
    #expect(denied == .failure(.money))
    _ = try allowance.reserve(NanoDollars(60), at: .days(2)).get()
    allowance.settle(old, cost: .zero)
    #expect(allowance.spent == NanoDollars(60))
  }
}
