internal import CallModel

/// Which evaluators look at which calls, and at what share of them.
struct Selection: Sendable {
  struct Entry: Sendable {
    let on: Scope
    let rate: Double
    let bench: EvaluatorBench
  }

  let entries: [Entry]

  /// Puts each evaluator on a bench of its own, a thread that whoever drops the selection must stop.
  init(_ evaluators: [RunningEvaluator], defaultRate: Double, meter: ServiceMeter) {
    entries = evaluators.map {
      Entry(on: $0.on, rate: $0.rate ?? defaultRate, bench: EvaluatorBench($0, meter: meter))
    }
  }

  var benches: [EvaluatorBench] { entries.map(\.bench) }
}
