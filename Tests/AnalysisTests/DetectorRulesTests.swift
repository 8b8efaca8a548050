import Analysis
import CallModel
import Testing

/// Rules whose signal is judged by a detector, as the board runs them.
struct DetectorRulesTests {
  private let start = Nanoseconds.hours(480_000)
  private let symbols = Symbols()

  private func rule(_ signal: Signal, _ condition: AlertCondition, by: [Dimension] = [.route]) -> AlertRule {
    AlertRule(
      name: "alert", signal: signal, above: 0, window: .minutes(10), minSamples: 50, holdFor: 0, by: by,
      condition: condition)
  }

  private func sequential(_ baseline: SequentialPolicy.Baseline = .objective(0.95)) -> AlertCondition {
    .sequential(SequentialPolicy(baseline: baseline, smallestShift: 0.02, falseAlarmEvery: .days(30)))
  }

  private func call(_ number: Int, route: String = "a", outcome: Outcome = .ok) -> CallRecord {
    var call = CallRecord()
    call.trace = TraceID(high: 1, low: UInt64(number + 1))
    call.route = symbols.routes.intern(route)
    call.operation = .chat
    call.outcome = outcome
    return call
  }

  private func finding(_ board: inout SignalBoard, of route: String = "a", at now: Nanoseconds) -> SignalValue? {
    board.values(ofRule: 0, at: now).first { $0.scope.description == "route=\(route)" }?.value
  }

  /// Shows calls a second apart, `failing` of each hundred in error.
  private func show(
    _ board: inout SignalBoard, _ numbers: Range<Int>, failing: Int, sameTrace: Bool = false
  ) -> Nanoseconds {
    var now = start
    for number in numbers {
      now = start + .seconds(Int64(number))
      var call = call(number, outcome: number * 37 % 100 < failing ? .error : .ok)
      if sameTrace { call.trace = TraceID(high: 7, low: 7) }
      board.observe(call: call, dimensions: { Dimensions() }, at: now)
    }
    return now
  }

  @Test func aShiftAboveAnObjectiveAlarmsAndItsEndIsFound() throws {
    var board = SignalBoard(rules: [rule(.errorRatio, sequential())], symbols: symbols)
    let quiet = show(&board, 0..<500, failing: 3)
    #expect(try #require(finding(&board, at: quiet)?.finding).isAlarm == false)
    let bad = show(&board, 500..<800, failing: 40)
    let alarm = try #require(finding(&board, at: bad)?.finding)
    #expect(alarm.isAlarm)
    #expect(abs(alarm.baseline - 0.05) < 0.02 && alarm.reference >= 0.05)
    #expect(alarm.evidence.contains("30 d"))
    let well = show(&board, 800..<1_600, failing: 0)
    #expect(try #require(finding(&board, at: well)?.finding).isAlarm == false)
  }

  @Test func theCallsOfOneTraceBetOnceAMinute() throws {
    var board = SignalBoard(rules: [rule(.errorRatio, sequential())], symbols: symbols)
    let now = show(&board, 0..<120, failing: 100, sameTrace: true)
    #expect(try #require(finding(&board, at: now)).samples <= 3)
  }

  @Test func aLearnedBaselineConcludesNothingBeforeItKnowsAnything() throws {
    var board = SignalBoard(rules: [rule(.errorRatio, sequential(.learned))], symbols: symbols)
    let now = show(&board, 0..<300, failing: 60)
    let value = try #require(finding(&board, at: now))
    #expect(value.finding == nil && value.value == nil && value.samples == 300)
  }

  @Test func whatAThrottleLetsThroughIsNotItsPopulation() throws {
    let signal = Signal.failRatio(evaluator: "grounded")
    var board = SignalBoard(rules: [rule(signal, sequential())], symbols: symbols)
    for (number, stratum) in (0..<200).flatMap({ [($0, Sample.Stratum.probe), (1_000 + $0, .random)] }) {
      board.observe(
        verdict: stratum == .probe ? Verdict(.fail) : .pass, of: "grounded",
        sample: Sample(stratum: stratum, inclusion: 1), call: call(number), dimensions: { Dimensions() },
        at: start + .seconds(Int64(number)))
    }
    let value = try #require(finding(&board, at: start + .seconds(2_000)))
    #expect(value.samples == 200)
    #expect(value.finding?.isAlarm == false)
  }

  @Test func aReplayIsForWindowsOnlyAndASnapshotForDetectors() throws {
    let rules = [rule(.errorRatio, sequential())]
    var board = SignalBoard(rules: rules, symbols: symbols)
    let bad = show(&board, 0..<300, failing: 40)
    #expect(finding(&board, at: bad)?.finding?.isAlarm == true)
    var next = SignalBoard(rules: rules, symbols: symbols)
    next.isReplaying = true
    _ = show(&next, 0..<300, failing: 40)
    next.isReplaying = false
    #expect(finding(&next, at: bad) == nil)
    next.restore(board.detectors(at: bad), at: bad)
    #expect(finding(&next, at: bad)?.finding?.isAlarm == true)
    next.reset(rule: 0, scope: try Scope(parsing: "route=a"))
    #expect(finding(&next, at: bad)?.finding?.isAlarm == false)
  }

  @Test func aBudgetThatBurnsFastIsAboveOne() throws {
    var board = SignalBoard(rules: [rule(.errorRatio, .burnRate(objective: 0.99))], symbols: symbols)
    let slow = show(&board, 0..<1_000, failing: 5)
    #expect(try #require(finding(&board, at: slow)?.value) < 1.0 * 5.5)
    var burning = SignalBoard(rules: [rule(.errorRatio, .burnRate(objective: 0.99))], symbols: symbols)
    let fast = show(&burning, 0..<1_000, failing: 30)
    #expect(try #require(finding(&burning, at: fast)?.value) > 1)
    var few = SignalBoard(rules: [rule(.errorRatio, .burnRate(objective: 0.99))], symbols: symbols)
    let early = show(&few, 0..<20, failing: 100)
    #expect(try #require(finding(&few, at: early)).value == nil)
  }

  @Test func goldenQuestionsCountInNoRuleThatDoesNotNameThem() throws {
    var board = SignalBoard(rules: [rule(.errorRatio, .window)], symbols: symbols)
    board.observe(call: call(1, route: "canary/capital"), dimensions: { Dimensions() }, at: start)
    board.observe(call: call(2), dimensions: { Dimensions() }, at: start)
    #expect(board.values(ofRule: 0, at: start).map(\.scope.description) == ["route=a"])
  }

  @Test func spendOutOfItsHabitsIsAnAlarmWithItsUsualRate() throws {
    var board = SignalBoard(rules: [rule(.spendAnomaly, sequential(.learned))], symbols: symbols)
    var number = 0
    var alarm: SignalValue?
    for hour in 0..<240 {
      for minute in stride(from: 0, to: 60, by: 5) {
        let now = start + .hours(Int64(hour)) + .minutes(Int64(minute))
        var call = call(number)
        number += 1
        call.cost = NanoDollars(hour >= 236 ? 5_000_000_000 : 10_000_000 + Int64(number % 7) * 1_000_000)
        board.observe(call: call, dimensions: { Dimensions() }, at: now)
        if let value = board.values(ofRule: 0, at: now).first(where: { $0.value.finding?.isAlarm == true }) {
          #expect(hour >= 236, "hour \(hour)")
          alarm = value.value
        }
      }
    }
    let finding = try #require(alarm?.finding)
    #expect(try #require(finding.usualRate) < 1)
    #expect(finding.evidence.contains("spend"))
  }
}
