import Analysis
import CallModel
import Testing

struct SignalBoardTests {
  private let start = Nanoseconds.hours(480_000)
  private let symbols = Symbols()

  private func rule(
    _ signal: Signal = .failRatio(evaluator: "grounded"), by: [Dimension] = [.route, .model], on: Scope = .everything,
    above: Double = 0.1
  ) -> AlertRule {
    AlertRule(
      name: "alert", signal: signal, above: above, window: .minutes(10), minSamples: 1, holdFor: 0, by: by, on: on)
  }

  private func call(_ route: String, _ model: String, seconds: Int64 = 1) -> CallRecord {
    var call = CallRecord()
    call.route = symbols.routes.intern(route)
    call.model = symbols.models.intern(model)
    call.provider = symbols.providers.intern("openai")
    call.operation = .chat
    call.duration = .seconds(seconds)
    return call
  }

  private func judge(
    _ board: inout SignalBoard, _ verdict: Verdict, _ call: CallRecord, of evaluator: String = "grounded",
    as dimensions: Dimensions = Dimensions(), at now: Nanoseconds
  ) {
    board.observe(
      verdict: verdict, of: evaluator, sample: Sample(stratum: .random, inclusion: 1), call: call,
      dimensions: { dimensions }, at: now)
  }

  @Test func keepsOneWindowForEachGroup() throws {
    var board = SignalBoard(rules: [rule()], symbols: symbols)
    judge(&board, Verdict(.fail), call("checkout", "a"), at: start)
    judge(&board, .pass, call("checkout", "a"), at: start)
    judge(&board, .pass, call("checkout", "b"), at: start)
    let values = board.values(ofRule: 0, at: start).sorted { $0.scope.description < $1.scope.description }
    #expect(values.map(\.scope.description) == ["model=a,route=checkout", "model=b,route=checkout"])
    #expect(values.map(\.value.value) == [0.5, 0])
  }

  @Test func onlyPassAndFailOfItsOwnEvaluatorCount() {
    var board = SignalBoard(rules: [rule()], symbols: symbols)
    judge(&board, .skip("no context"), call("r", "m"), at: start)
    judge(&board, .error("timeout"), call("r", "m"), at: start)
    judge(&board, Verdict(.fail), call("r", "m"), of: "other", at: start)
    #expect(board.values(ofRule: 0, at: start).isEmpty)
  }

  @Test func looksOnlyAtCallsItIsOnAndNamesThemInItsScope() throws {
    let on = try Scope(parsing: "route=invoice-*,provider=openai")
    var board = SignalBoard(rules: [rule(by: [.model], on: on), rule(by: [.route], on: on)], symbols: symbols)
    judge(&board, .pass, call("invoice-eu", "m"), at: start)
    judge(&board, .pass, call("checkout", "m"), at: start)
    #expect(
      board.values(ofRule: 0, at: start).map(\.scope.description) == ["model=m,provider=openai,route=invoice-*"])
    #expect(board.values(ofRule: 1, at: start).map(\.scope.description) == ["provider=openai,route=invoice-eu"])
    #expect(board.values(ofRule: 0, at: start).map(\.value.samples) == [1])
  }

  @Test func asksWhoCalledOnlyWhereARuleWantsToKnow() {
    var board = SignalBoard(
      rules: [rule(.latency(quantile: 0.5)), rule(.latency(quantile: 0.9), by: [.route])], symbols: symbols)
    for _ in 0..<3 {
      board.observe(
        call: call("r", "m"),
        dimensions: {
          Issue.record("asked for dimensions that no rule needs")
          return Dimensions()
        }, at: start)
    }
    var asked = 0
    var byUser = SignalBoard(
      rules: [rule(.latency(quantile: 0.5), by: [.user]), rule(.latency(quantile: 0.5), by: [.caller])],
      symbols: symbols)
    byUser.observe(
      call: call("r", "m"),
      dimensions: {
        asked += 1
        return Dimensions(user: "ann")
      }, at: start)
    #expect(asked == 1)
    #expect(byUser.values(ofRule: 0, at: start).map(\.scope.description) == ["user=ann"])
    #expect(byUser.values(ofRule: 1, at: start).map(\.scope.description) == ["caller=ann"])
  }

  @Test func measuresLatencyAndHowManyExceedTheThreshold() throws {
    var board = SignalBoard(rules: [rule(.latency(quantile: 0.5), above: 5)], symbols: symbols)
    for seconds in [1, 1, 1, 8, 0] as [Int64] {
      var slow = call("r", "m", seconds: seconds)
      if seconds == 0 { slow.duration = nil }
      board.observe(call: slow, dimensions: { Dimensions() }, at: start)
    }
    var embedded = call("r", "m")
    embedded.operation = .notACall
    board.observe(call: embedded, dimensions: { Dimensions() }, at: start)
    let (scope, value) = try #require(board.values(ofRule: 0, at: start).first)
    #expect(value.samples == 4)
    #expect(abs((value.value ?? 0) - 1) < 0.02)
    #expect(board.exceedance(ofRule: 0, scope: scope, at: start) == 0.25)
  }

  @Test func errorsAreCountedOverAllCallsWhateverTheirDuration() throws {
    var board = SignalBoard(rules: [rule(.errorRatio)], symbols: symbols)
    for outcome in [Outcome.ok, .error, .truncated, .filtered, .error] {
      var call = call("r", "m")
      call.outcome = outcome
      if outcome == .error { call.duration = nil }
      board.observe(call: call, dimensions: { Dimensions() }, at: start)
    }
    judge(&board, Verdict(.fail), call("r", "m"), at: start)
    let value = try #require(board.values(ofRule: 0, at: start).first?.value)
    #expect(value.value == 0.4)
    #expect(value.samples == 5)
    #expect((value.lower ?? 1) < 0.4 && (value.upper ?? 0) > 0.4)
  }

  @Test func ratiosOverCallsCountWhatTheyAreNamedFor() throws {
    let rules = [
      rule(.errorRatio(type: "timeout")), rule(.truncationRatio), rule(.refusalRatio), rule(.tokensPerCall),
      rule(.costPerCall), rule(.timeToFirstToken(quantile: 0.5)),
    ]
    var board = SignalBoard(rules: rules, symbols: symbols)
    for (outcome, type) in [(Outcome.ok, nil), (.error, "timeout"), (.error, "other"), (.truncated, nil)] {
      var call = call("r", "m")
      call.outcome = outcome
      call.errorType = type.map(symbols.errors.intern) ?? .none
      if outcome == .ok {
        call.usage = TokenUsage(input: 100, output: 20)
        call.cost = NanoDollars(3_000_000_000)
        call.timeToFirstToken = .milliseconds(500)
      }
      board.observe(call: call, dimensions: { Dimensions() }, at: start)
    }
    let values = rules.indices.map { board.values(ofRule: $0, at: start).first?.value }
    #expect(values.map { $0?.samples } == [4, 2, 2, 1, 1, 1])
    #expect(values.prefix(5).map { $0?.value } == [0.25, 0.5, 0, 120, 3])
    #expect(abs((values[5]?.value ?? 0) - 0.5) < 0.01)
  }

  @Test func aRatioOfALabelCountsVerdictsThatBearIt() throws {
    var board = SignalBoard(rules: [rule(.labelRatio(evaluator: "grounded", label: "refusal"))], symbols: symbols)
    judge(&board, .fail("no", label: "refusal"), call("r", "m"), at: start)
    judge(&board, .fail("no", label: "echo"), call("r", "m"), at: start)
    judge(&board, .pass, call("r", "m"), at: start)
    judge(&board, .skip("nothing to say"), call("r", "m"), at: start)
    let value = try #require(board.values(ofRule: 0, at: start).first?.value)
    #expect(value.samples == 3)
    #expect(abs((value.value ?? 0) - 1.0 / 3) < 1e-12)
  }

  @Test func aCallWithoutAPriceSpendsNothingAndIsNoSample() throws {
    var board = SignalBoard(rules: [rule(.spendRate, by: [.user])], symbols: symbols)
    for cost in [nil, 2_000_000_000, 0, nil] as [Int64?] {
      var call = call("r", "m")
      call.cost = cost.map { NanoDollars($0) }
      board.observe(call: call, dimensions: { Dimensions(user: "ann") }, at: start)
    }
    let (scope, value) = try #require(board.values(ofRule: 0, at: start).first)
    #expect(scope.description == "user=ann")
    #expect(value == SignalValue(value: 12, samples: 2, spent: NanoDollars(2_000_000_000)))
    board.reset(rule: 0, scope: scope)
    #expect(board.values(ofRule: 0, at: start).first?.value.spent == .zero)
    #expect(board.groupCount == 1)
  }

  @Test func whatIsJudgedOutsideIsNotMeasuredHere() {
    var board = SignalBoard(rules: [rule(.external), rule(.latency(quantile: 0.5))], symbols: symbols)
    board.observe(call: call("r", "m"), dimensions: { Dimensions() }, at: start)
    #expect(board.values(ofRule: 0, at: start).isEmpty)
    #expect(board.values(ofRule: 1, at: start).count == 1)
  }

  @Test func reportsTheEndOfTheDataOnceAndThenForgetsTheGroup() {
    var board = SignalBoard(rules: [rule()], symbols: symbols)
    judge(&board, .pass, call("r", "m"), at: start)
    #expect(board.values(ofRule: 0, at: start).map(\.value.samples) == [1])
    #expect(board.values(ofRule: 0, at: start + .minutes(11)).map(\.value.samples) == [0])
    #expect(board.values(ofRule: 0, at: start + .minutes(12)).isEmpty)
    #expect(board.groupCount == 1)
    _ = board.values(ofRule: 0, at: start + .minutes(21))
    #expect(board.groupCount == 0)
    judge(&board, Verdict(.fail), call("r", "m"), at: start + .minutes(22))
    #expect(board.values(ofRule: 0, at: start + .minutes(22)).map(\.value.value) == [1])
  }

  @Test func refusesGroupsBeyondItsBoundAndTakesNewOnesWhenOldOnesAreIdle() {
    var board = SignalBoard(rules: [rule(by: [.user])], symbols: symbols, groupsPerRule: 3)
    for i in 0..<5 { judge(&board, .pass, call("r", "m"), as: Dimensions(user: "u\(i)"), at: start) }
    #expect(board.groupCount == 3)
    #expect(board.refused == 2)
    judge(&board, .pass, call("r", "m"), as: Dimensions(user: "late"), at: start + .minutes(25))
    #expect(board.groupCount == 1)
    #expect(board.refused == 2)
  }

  @Test func aResetGroupStartsAgain() throws {
    var board = SignalBoard(rules: [rule()], symbols: symbols)
    judge(&board, Verdict(.fail), call("r", "m"), at: start)
    let scope = try #require(board.values(ofRule: 0, at: start).first?.scope)
    board.reset(rule: 0, scope: scope)
    judge(&board, .pass, call("r", "m"), at: start + .seconds(1))
    #expect(board.values(ofRule: 0, at: start + .seconds(1)).map(\.value.value) == [0])
  }

  @Test func rulesThatStayAsTheyWereKeepTheirWindows() {
    var board = SignalBoard(rules: [rule(), rule(by: [.route])], symbols: symbols)
    judge(&board, Verdict(.fail), call("r", "m"), at: start)
    var next = SignalBoard(rules: [rule(by: [.route]), rule(above: 0.5)], symbols: symbols, keeping: [board])
    #expect(next.values(ofRule: 0, at: start).map(\.value.samples) == [1])
    #expect(next.values(ofRule: 1, at: start).isEmpty)
  }

  @Test func indexesOutOfRangeAreNothing() {
    var board = SignalBoard(rules: [], symbols: symbols)
    board.reset(rule: 7, scope: .everything)
    #expect(board.values(ofRule: -1, at: start).isEmpty)
    #expect(board.exceedance(ofRule: 3, scope: .everything, at: start) == nil)
  }
}
