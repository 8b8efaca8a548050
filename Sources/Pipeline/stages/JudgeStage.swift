internal import CallModel
internal import Ingest

/// Runs the evaluators on what was sampled, many calls at a time.
///
/// What does not fit in the queue is not judged, and counted: judging must never hold back
/// counting.
final class JudgeStage: Sendable {
  private typealias Loaded = (task: JudgeTask, call: LLMCall)

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
  ///   - load: reads a call that was judged before from the journal; nil if it is gone.
  ///   - deliver: takes the verdicts of one evaluator on a batch, on the judge's thread.
  init(
    bound: Int = 32 << 20, load: @escaping @Sendable (JudgedMemory, [AssembledPart]) -> LLMCall?,
    deliver: @escaping @Sendable ([Judgement]) -> Void
  ) {
    worker = Worker("judge", bound: bound, batch: 64, cost: { $0.cost }) { items in
      let loaded = items.compactMap { item -> Loaded? in
        guard case .task(let task) = item else { return nil }
        switch task.content {
        case .read(let call): return (task, call)
        case .stored(let memory, let parts): return load(memory, parts).map { (task, $0) }
        }
      }
      for bench in Self.benches(of: loaded) {
        let chosen = loaded.compactMap { task, call in
          task.choices.first { $0.bench === bench }.map { (task: task, call: call, sample: $0.sample) }
        }
        let verdicts = bench.judge(chosen.map(\.call))
        let now = wallClock()
        deliver(
          zip(chosen, verdicts).map { choice, verdict in
            Judgement(
              id: choice.task.id, record: choice.task.record, dimensions: choice.call.dimensions,
              evaluator: bench.name, verdict: verdict, sample: choice.sample, at: now, isAgain: choice.task.isAgain)
          })
      }
      for case .retire(let benches) in items { for bench in benches { bench.stop() } }
    }
  }

  /// Each bench that any of the tasks names, once.
  private static func benches(of loaded: [Loaded]) -> [EvaluatorBench] {
    var benches: [EvaluatorBench] = []
    for (task, _) in loaded {
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
