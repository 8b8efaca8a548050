import CallModel
import FoundationEssentials
import Testing

@testable import Throttling

struct SpendThrottleTests {
  /// $36 an hour, a cent a second.
  private let rule = AlertRule(
    name: "dear", signal: .spendRate, above: 36, window: .minutes(10), minSamples: 1, holdFor: 0, by: [.route, .model],
    throttle: ThrottlePolicy(floor: 0.02), mode: .enforce,
    spendLimit: SpendRate(NanoDollars(36_000_000_000), per: .hours(1)))

  private func fired(_ dollarsPerHour: Double, stepAtLeast: Nanoseconds = .seconds(15)) -> ThrottleBoard {
    var rule = rule
    rule.throttle = ThrottlePolicy(floor: 0.02, stepAtLeast: stepAtLeast)
    var board = ThrottleBoard(salt: 1)
    let spent = NanoDollars(Int64(dollarsPerHour / 6 * 1e9))
    let change = AlertChange(
      alert: rule.name, scope: checkoutScope, signal: .spendRate, from: .inactive, to: .firing, at: start,
      evidence: SignalValue(value: dollarsPerHour, samples: 6_000, spent: spent), threshold: 36)
    let actions = board.apply(change, rule: rule, at: start)
    #expect(actions.map(\.kind) == [.cut])
    return board
  }

  /// Calls that come through evenly for some seconds, each a cent, and the shares that follow.
  private func spend(
    _ board: inout ThrottleBoard, perSecond: Int, from first: Int64, for seconds: Int64, cents: Int64 = 1
  ) -> [Double] {
    var shares: [Double] = []
    for step in 0..<seconds * Int64(perSecond) {
      let now = start + .seconds(first) + .seconds(1) * step / Int64(perSecond)
      var call = finished(at: now)
      call.duration = 0
      call.cost = NanoDollars(cents * 10_000_000)
      shares += board.observe(call: call, dimensions: { checkout }, at: now).map(\.audit.to)
    }
    return shares
  }

  @Test(arguments: [(37.0, 0.95), (72, 0.5), (360, 0.1), (36_000, 0.02)])
  func theFirstCutLeavesWhatTheLimitAllows(rate: Double, share: Double) {
    #expect(abs(fired(rate).share(at: start) - share) < 1e-6)
  }

  @Test func isCutAgainWhenTheAdmittedCallsStillCostTooMuch() {
    var board = fired(72)
    // 20 admitted calls a second at half are 40 cents a second: a fortieth is the limit.
    let shares = spend(&board, perSecond: 20, from: 1, for: 16)
    #expect(shares.count == 1)
    #expect(abs((shares.first ?? 0) - 0.025) < 0.003)
  }

  @Test func isReleasedWhenAllCallsWouldStayWithinTheLimit() {
    var board = fired(144)
    #expect(board.share(at: start) == 0.25)
    // A tenth of a cent, once a second at a quarter: 0.4 cents a second if all were admitted.
    var shares: [Double] = []
    for second in 1...120 as ClosedRange<Int64> {
      let now = start + .seconds(second)
      var call = finished(at: now)
      call.cost = NanoDollars(1_000_000)
      shares += board.observe(call: call, dimensions: { checkout }, at: now).map(\.audit.to)
    }
    #expect(shares == [0.5, 1])
    #expect(board.list(at: start + .minutes(2)).first?.isThrottled == false)
  }

  @Test func staysWhereWhatIsAdmittedIsWhatTheLimitAllows() {
    var board = fired(360)
    // A cent a second, at a tenth: demand is ten times the limit, the share right.
    #expect(spend(&board, perSecond: 1, from: 1, for: 1_200).isEmpty)
  }

  @Test func silenceIsProofOnlyInTime() {
    var board = fired(360, stepAtLeast: .seconds(1))
    let steps = (1...600 as ClosedRange<Int64>).flatMap { second in
      board.tick(at: start + .seconds(second)).actions.map { (second, $0.audit.to) }
    }
    // Each admitted call of a cent stands for ten. Three may be missing by chance: 30 cents, which
    // within the limit of 9 a second (of which a ninth is admitted) take more than three seconds.
    #expect(steps.first?.0 == 4)
    #expect(steps.last?.1 == 1)
    #expect((10...60).contains(steps.last?.0 ?? 0))
  }

  @Test func unpricedCallsSayNothing() {
    var board = fired(360)
    for second in 1...20 as ClosedRange<Int64> {
      let now = start + .seconds(second)
      #expect(board.observe(call: finished(at: now), dimensions: { checkout }, at: now).isEmpty)
    }
  }

  @Test func keepsItsLimitOverARestartOrTakesTheNewOne() throws {
    let data = try JSONEncoder().encode(fired(144).snapshot())
    let snapshot = try JSONDecoder().decode(ThrottleBoardSnapshot.self, from: data)
    var higher = rule
    higher.above = 360
    higher.spendLimit = SpendRate(NanoDollars(360_000_000_000), per: .hours(1))
    var board = ThrottleBoard(salt: 1)
    _ = board.restore(snapshot, rules: [higher], at: start + .minutes(1))
    #expect(board.share(at: start + .minutes(1)) == 0.25)
    // A cent a second at a quarter: demand of 4, which the new limit of 10 allows and the old one not.
    #expect(spend(&board, perSecond: 1, from: 61, for: 240).last == 1)
    var same = ThrottleBoard(salt: 1)
    _ = same.restore(snapshot, rules: [rule], at: start + .minutes(1))
    #expect(spend(&same, perSecond: 1, from: 61, for: 240).isEmpty)
  }
}
