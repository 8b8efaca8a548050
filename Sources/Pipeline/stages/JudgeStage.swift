internal import CallModel

/// A call on its way to the evaluators that judge it.
final class JudgeTask: Sendable {
  struct Choice: Sendable {
    let evaluator: Int
    let sample: Sample
  }

  let id: Int64
  let record: CallRecord
  let call: LLMCall
  let size: Int
  let choices: [Choice]

  init(id: Int64, record: CallRecord, call: LLMCall, size: Int, choices: [Choice]) {
    self.id = id
    self.record = record
    self.call = call
    self.size = size
    self.choices = choices
  }
}

/// Runs the evaluators on what was sampled, many calls at a time.
///
/// What does not fit in the queue is not judged, and counted: judging must never hold back
/// counting.
final class JudgeStage: Sendable {
  private let worker: Worker<JudgeTask>
  private let benches: [EvaluatorBench]

  /// - Parameters:
  ///   - bound: bytes of calls that may wait.
  ///   - deliver: takes the verdicts of one evaluator on a batch, on the judge's thread.
  init(
    _ evaluators: [RunningEvaluator], meter: ServiceMeter, bound: Int = 32 << 20,
    deliver: @escaping @Sendable ([Judgement]) -> Void
  ) {
    let benches = evaluators.map { EvaluatorBench($0, meter: meter) }
    self.benches = benches
    // A call of few bytes still takes about two kilobytes as an object.
    worker = Worker("judge", bound: bound, batch: 64, cost: { $0.size + 2_048 }) { tasks in
      for (position, bench) in benches.enumerated() {
        let chosen = tasks.compactMap { task in
          task.choices.first { $0.evaluator == position }.map { (task: task, sample: $0.sample) }
        }
        guard !chosen.isEmpty else { continue }
        let verdicts = bench.judge(chosen.map(\.task.call))
        let now = wallClock()
        deliver(
          zip(chosen, verdicts).map { choice, verdict in
            Judgement(
              id: choice.task.id, record: choice.task.record, dimensions: choice.task.call.dimensions,
              evaluator: bench.name, verdict: verdict, sample: choice.sample, at: now)
          })
      }
    }
  }

  func offer(_ task: JudgeTask) { _ = worker.offer(task) }
  var hasRoom: Bool { worker.hasRoom }
  func refuse() { worker.refuse() }
  var isRunning: Bool { worker.isRunning }

  func stop() {
    worker.stop()
    for bench in benches { bench.stop() }
  }

  var depth: (items: Int, cost: Int, refused: UInt64) { worker.depth }
}
