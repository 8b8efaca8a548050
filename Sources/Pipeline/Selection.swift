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
  ///
  /// - Parameter standing: benches of before; one whose evaluator is the same is kept.
  init(
    _ evaluators: [RunningEvaluator], keeping standing: [EvaluatorBench] = [], defaultRate: Double, meter: ServiceMeter
  ) {
    entries = evaluators.map { evaluator in
      Entry(
        on: evaluator.on, rate: evaluator.rate ?? defaultRate,
        bench: standing.first { $0.isSame(as: evaluator) } ?? EvaluatorBench(evaluator, meter: meter))
    }
  }

  var benches: [EvaluatorBench] { entries.map(\.bench) }
}
