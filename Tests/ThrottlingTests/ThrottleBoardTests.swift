import CallModel
import Testing
import Throttling

struct ThrottleBoardTests {
  private func board(_ rules: AlertRule...) -> ThrottleBoard {
    var board = ThrottleBoard(salt: 1)
    for rule in rules { _ = board.apply(fires(rule), rule: rule, at: start) }
    return board
  }

  @Test func aFiringAlertOpensAThrottleAndLeavesOneLineOfAudit() throws {
    var board = ThrottleBoard(salt: 1)
    let actions = board.apply(fires(qualityRule()), rule: qualityRule(), at: start)
    let action = try #require(actions.first)
    #expect(actions.count == 1)
    #expect(action.kind == .cut)
    #expect(action.alert == "ungrounded")
    #expect(
      action.audit
        == AuditEntry(
          at: start, subject: "throttle", action: "cut", actor: "ungrounded", scope: checkoutScope,
          enforcement: .enforce, from: 1, to: 0.25,
          evidence: "fail ratio of grounded 40 % (95 %: 39 % to 41 %) over 3000 samples in 5 min is above 10 %."))
    #expect(board.share(at: start) == 0.25)
    #expect(board.share(of: Dimensions(route: "other", model: "gpt-4o-mini"), at: start) == 1)
  }

  @Test func otherChangesDoNothing() {
    var board = board(qualityRule())
    for (from, to) in [(AlertState.inactive, AlertState.pending), (.firing, .resolved), (.resolved, .inactive)] {
      var change = fires(qualityRule())
      change.from = from
      change.to = to
      #expect(board.apply(change, rule: qualityRule(), at: start + .minutes(1)).isEmpty)
    }
    #expect(board.share(at: start + .minutes(1)) == 0.25)
    let silent = qualityRule("silent", throttle: nil)
    #expect(board.apply(fires(silent), rule: silent, at: start).isEmpty)
    #expect(board.list(at: start).count == 1)
  }

  @Test func firingAgainWhileThrottledHolds() {
    var board = board(qualityRule())
    let actions = board.apply(fires(qualityRule(), value: 0.9), rule: qualityRule(), at: start + .minutes(3))
    #expect(actions.map(\.kind) == [.hold])
    #expect(board.share(at: start + .minutes(3)) == 0.25)
  }

  @Test func probesOfItsEvaluatorAndScopeReleaseIt() {
    var board = board(qualityRule())
    var actions: [ThrottleAction] = []
    for i in 0..<600 as Range<Int64> {
      let now = start + .seconds(2) + .milliseconds(100 * i)
      #expect(board.judge(failed: false, at: now, of: "other").isEmpty)
      #expect(board.judge(failed: false, at: now, dimensions: Dimensions(route: "elsewhere")).isEmpty)
      let skip = board.observe(
        verdict: .skip(""), of: "grounded", sample: Sample(stratum: .probe, inclusion: 1), call: finished(at: now),
        dimensions: { checkout }, at: now)
      #expect(skip.isEmpty)
      guard i % 5 == 0 else { continue }
      #expect(board.isProbing(checkout) == actions.allSatisfy { $0.kind != .release })
      actions += board.judge(failed: false, at: now)
    }
    #expect(actions.map(\.kind) == [.raise, .release])
    #expect(actions.map(\.audit.action) == ["raise", "release"])
    #expect(actions.map(\.audit.from) == [0.25, 0.5])
    #expect(actions.last?.audit.at == start + .seconds(30))
    #expect(board.share(at: start + .minutes(1)) == 1)
    #expect(!board.isProbing(checkout))
    #expect(!board.isProbing)
    // Remembered for an hour, then forgotten.
    #expect(board.list(at: start + .minutes(50)).map(\.isThrottled) == [false])
    _ = board.tick(at: start + .minutes(91))
    #expect(board.list(at: start + .minutes(91)).isEmpty)
  }

  @Test func durationsAreTheProbesOfALatencyThrottle() {
    var board = board(latencyRule())
    #expect(board.list(at: start).map(\.cause) == [.latency])
    var actions: [ThrottleAction] = []
    for i in 0..<1_200 as Range<Int64> {
      let now = start + .seconds(1) + .milliseconds(100 * i)
      actions += board.observe(call: finished(at: now), dimensions: { checkout }, at: now)
      actions += board.tick(at: now).actions
    }
    #expect(!actions.isEmpty)
    #expect(actions.allSatisfy { $0.kind == .raise || $0.kind == .release })
    #expect(board.judge(failed: true, at: start + .hours(1)).isEmpty)
  }

  @Test func aLatencyCutIsSizedByTheCountedShareOfSlowCalls() {
    let rule = latencyRule()
    var counted = ThrottleBoard(salt: 1)
    _ = counted.apply(fires(rule, value: 6), rule: rule, exceedance: 0.3, at: start)
    #expect(abs(counted.share(at: start) - 0.7) < 1e-6)
    // Estimated: 5 % · (10 / 5)³ = 40 %.
    var estimated = ThrottleBoard(salt: 1)
    _ = estimated.apply(fires(rule, value: 10), rule: rule, at: start)
    #expect(abs(estimated.share(at: start) - 0.6) < 1e-6)
  }

  @Test func theLowestShareOfTheMatchingThrottlesCounts() {
    var board = board(qualityRule())
    let slow = latencyRule()
    _ = board.apply(fires(slow, value: 6), rule: slow, exceedance: 0.9, at: start)
    #expect(abs(board.share(at: start) - 0.1) < 1e-6)
    #expect(board.list(at: start).map(\.alert) == ["slow", "ungrounded"])
    #expect(
      board.shares(.enforce).map(\.throttle) == ["slow", "ungrounded"])
    #expect(board.shares(.shadow).isEmpty)
  }

  @Test func aGroupThatLacksADimensionOfItsRuleIsOnlyShadowed() {
    let rule = qualityRule(by: [.route, .user])
    var board = ThrottleBoard(salt: 1)
    let anonymous = Scope([.route, .user], of: checkout)
    let actions = board.apply(fires(rule, anonymous), rule: rule, at: start)
    #expect(actions.map(\.audit.enforcement) == [.shadow])
    #expect(actions.first?.audit.evidence.contains("lack a dimension") == true)
    #expect(board.share(at: start) == 1)
  }

  @Test func isBoundedAndMakesRoomFromWhatIsReleased() {
    let rule = qualityRule()
    var board = ThrottleBoard(salt: 1, capacity: 2)
    func fire(_ route: String, at now: Nanoseconds) -> Int {
      let scope = Scope([.route, .model], of: Dimensions(route: route, model: "m"))
      return board.apply(fires(rule, scope), rule: rule, at: now).count
    }
    #expect(fire("a", at: start) == 1)
    #expect(fire("b", at: start) == 1)
    #expect(fire("c", at: start) == 0)
    #expect(board.refused == 1)
    for i in 0..<600 as Range<Int64> {
      _ = board.judge(
        failed: false, at: start + .seconds(2) + .milliseconds(100 * i), dimensions: Dimensions(route: "a", model: "m"))
    }
    #expect(fire("c", at: start + .minutes(2)) == 1)
    #expect(board.list(at: start).map(\.scope.description) == ["model=m,route=b", "model=m,route=c"])
  }

  @Test func showsWhatItsTestHasSeen() throws {
    var board = board(qualityRule())
    _ = board.judge(failed: true, at: start + .seconds(5))
    let status = try #require(board.list(at: start + .seconds(5)).first)
    #expect(status.test.probes == 1)
    #expect(status.test.failures == 1)
    #expect(status.test.logRatio < 0)
    #expect(status.test.badBoundary < status.test.logRatio && status.test.goodBoundary > 0)
    #expect(status.dwellLeft == .seconds(10))
    #expect(status.flaps == 0)
    #expect(status.mode == .enforce)
    #expect(status.since == start)
    #expect(status.floor == 0.05)
    #expect(status.evidence.hasPrefix("fail ratio of grounded 40 %"))
  }
}
