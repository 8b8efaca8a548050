internal import CallModel

/// A call on its way to the evaluators that judge it.
final class JudgeTask: Sendable {
  struct Choice: Sendable {
    let bench: EvaluatorBench
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
  private enum Item: Sendable {
    case task(JudgeTask)
    /// Benches that no task behind this one names.
    case retire([EvaluatorBench])

    // A call of few bytes still takes about two kilobytes as an object.
    var cost: Int { if case .task(let task) = self { task.size + 2_048 } else { 0 } }
  }

  private let worker: Worker<Item>

  /// - Parameters:
  ///   - bound: bytes of calls that may wait.
  ///   - deliver: takes the verdicts of one evaluator on a batch, on the judge's thread.
  init(bound: Int = 32 << 20, deliver: @escaping @Sendable ([Judgement]) -> Void) {
    worker = Worker("judge", bound: bound, batch: 64, cost: { $0.cost }) { items in
      let tasks = items.compactMap { if case .task(let task) = $0 { task } else { nil } }
      for bench in Self.benches(of: tasks) {
        let chosen = tasks.compactMap { task in
          task.choices.first { $0.bench === bench }.map { (task: task, sample: $0.sample) }
        }
        let verdicts = bench.judge(chosen.map(\.task.call))
        let now = wallClock()
        deliver(
          zip(chosen, verdicts).map { choice, verdict in
            Judgement(
              id: choice.task.id, record: choice.task.record, dimensions: choice.task.call.dimensions,
              evaluator: bench.name, verdict: verdict, sample: choice.sample, at: now)
          })
      }
      for case .retire(let benches) in items { for bench in benches { bench.stop() } }
    }
  }

  /// Each bench that any of the tasks names, once.
  private static func benches(of tasks: [JudgeTask]) -> [EvaluatorBench] {
    var benches: [EvaluatorBench] = []
    for task in tasks {
      for choice in task.choices where !benches.contains(where: { $0 === choice.bench }) {
        benches.append(choice.bench)
      }
    }
    return benches
  }

  func offer(_ task: JudgeTask) { _ = worker.offer(.task(task)) }

  /// Stops benches once what is queued for them is judged; it waits for room in the queue.
  func retire(_ benches: [EvaluatorBench]) { worker.push(.retire(benches)) }

  var hasRoom: Bool { worker.hasRoom }
  func refuse() { worker.refuse() }
  var isRunning: Bool { worker.isRunning }

  func stop() { worker.stop() }

  var depth: (items: Int, cost: Int, refused: UInt64) { worker.depth }
}
