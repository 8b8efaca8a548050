internal import CallModel
internal import Ingest

/// The calls that wait for one evaluator, and the thread that hands them to it.
///
/// Each evaluator has its own, so that one which is slow holds up nobody else.
final class JudgeLane: Sendable {
  struct Item: Sendable {
    let task: JudgeTask
    let sample: Sample

    // A call of few bytes still takes about two kilobytes as an object.
    var cost: Int { task.size + 2_048 }
  }

  let bench: EvaluatorBench
  private let worker: Worker<Item>

  /// - Parameters:
  ///   - bound: bytes of calls that may wait.
  ///   - load: reads a call that was judged before from the journal; nil if it is gone.
  ///   - deliver: takes the verdicts on a batch, on the lane's thread.
  init(
    _ bench: EvaluatorBench, bound: Int, load: @escaping @Sendable (JudgedMemory, [AssembledPart]) -> LLMCall?,
    deliver: @escaping @Sendable ([Judgement]) -> Void
  ) {
    self.bench = bench
    worker = Worker("judge-" + bench.name, bound: bound, batch: 64, cost: { $0.cost }) { items in
      let loaded = items.compactMap { item -> (item: Item, call: LLMCall)? in
        switch item.task.content {
        case .read(let call): (item, call)
        case .stored(let memory, let parts): load(memory, parts).map { (item, $0) }
        }
      }
      let verdicts = bench.judge(loaded.map(\.call))
      let now = wallClock()
      deliver(
        zip(loaded, verdicts).map { loaded, verdict in
          let task = loaded.item.task
          return Judgement(
            id: task.id, record: task.record, dimensions: loaded.call.dimensions, evaluator: bench.name,
            verdict: verdict, sample: loaded.item.sample, at: now, isAgain: task.isAgain)
        })
    }
  }

  /// Takes as many as there is room for, in their order, and says how many.
  func offer(_ items: [Item]) -> Int { worker.offer(items) }

  var hasRoom: Bool { worker.hasRoom }
  var depth: (items: Int, cost: Int, refused: UInt64) { worker.depth }

  /// Judges what is queued and ends the thread.
  func stop() { worker.stop() }
}
