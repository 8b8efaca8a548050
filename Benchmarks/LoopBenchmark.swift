import Analysis
import CallModel
import Throttling

/// The loop's own work, in memory: admission decisions under many throttles, updates of the sequential
/// detector, rows of the anomaly detector. Processor time of one thread.
struct LoopBenchmark {
  private static let scopes = 10_000
  private let start = Nanoseconds.hours(480_000)

  func run() {
    admission()
    detector()
    board()
    anomalies()
  }

  /// Asks of one scope after the other, each with a throttle that enforces.
  private func admission() {
    var board = ThrottleBoard(salt: 1, capacity: Self.scopes)
    let rule = AlertRule(
      name: "bad-answers", signal: .failRatio(evaluator: "grounded"), above: 0.1, window: .minutes(10), minSamples: 50,
      holdFor: 0, by: [.route], throttle: ThrottlePolicy(), mode: .enforce)
    for number in 0..<Self.scopes {
      let change = AlertChange(
        alert: rule.name, scope: Scope([.route], of: Dimensions(route: "route-\(number)")), signal: rule.signal,
        from: .inactive, to: .firing, at: start, evidence: SignalValue(value: 0.2, samples: 100), threshold: 0.1)
      _ = board.apply(change, rule: rule, at: start)
    }
    let requests = (0..<Self.scopes).map {
      AdmissionRequest(dimensions: Dimensions(route: "route-\($0 * 7_919 % Self.scopes)", model: "gpt-4o-mini"))
    }
    var blocks: [Double] = []
    var refused = 0
    for _ in 0..<20 {
      for block in stride(from: 0, to: requests.count, by: 100) {
        let began = processorTime()
        for place in block..<block + 100 {
          if !board.admit(requests[place], randomID: "a", at: start).decision.goes { refused += 1 }
        }
        blocks.append(Double(processorTime() - began) / 100)
      }
    }
    blocks.sort()
    print(
      "loop: an admission decision among \(Self.scopes) throttles takes \(Int(blocks[blocks.count / 2])) ns at the "
        + "median of blocks of 100, \(Int(blocks[blocks.count * 99 / 100])) ns at their 99 %; \(refused) refused")
  }

  private func detector() {
    let level = ReferenceLevel(pHat: 0.03, margin: 0.005, smallestShift: 0.02)
    var detector = ShiftDetector()
    var alarms = 0
    let count = 5_000_000
    let began = processorTime()
    for number in 0..<count {
      let failed = number &* 40_503 & 1_023 < 20
      if detector.observe(
        failed: failed, level: level, share: 1, falseAlarmEvery: .days(30), at: start + Int64(number) * 1_000_000_000)
        != nil
      {
        alarms += 1
      }
    }
    let spent = Double(processorTime() - began) / Double(count)
    print("loop: an update of the sequential detector takes \(Int(spent)) ns, \(alarms) alarms in \(count) updates")
  }

  /// The same through the board, with its scopes, the parent and the look-up.
  private func board() {
    let symbols = Symbols()
    let rule = AlertRule(
      name: "errors", signal: .errorRatio, above: 0, window: .minutes(10), minSamples: 1, holdFor: 0, by: [.route],
      condition: .sequential(SequentialPolicy(baseline: .objective(0.95))))
    var board = SignalBoard(rules: [rule], symbols: symbols)
    var call = CallRecord()
    call.operation = .chat
    let routes = (0..<1_000).map { symbols.routes.intern("route-\($0)") }
    let count = 500_000
    let began = processorTime()
    for number in 0..<count {
      call.route = routes[number * 7_919 % routes.count]
      call.trace = TraceID(high: 1, low: UInt64(number) + 1)
      call.outcome = number &* 40_503 & 1_023 < 20 ? .error : .ok
      board.observe(call: call, dimensions: { Dimensions() }, at: start + Int64(number) * 1_000_000)
    }
    let spent = Double(processorTime() - began) / Double(count)
    print("loop: a call at a sequential rule of \(routes.count) scopes takes \(Int(spent)) ns")
  }

  private func anomalies() {
    var detector = SeriesDetector()
    var alarms = 0
    let count = 2_000_000
    let began = processorTime()
    for row in 0..<count {
      let judgement = detector.next(100 + Double(row &* 40_503 & 1_023), at: 1_400_000_000 + Int64(row) * 300)
      if judgement.isAlarm { alarms += 1 }
    }
    let spent = Double(processorTime() - began) / Double(count)
    print("loop: a row of a series takes \(Int(spent)) ns, \(Int(1e9 / spent)) rows/s, \(alarms) alarms")
  }
}
