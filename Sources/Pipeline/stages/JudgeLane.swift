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
      // Beside each other and not in pairs: a call has twenty strings and lists to be counted for each copy.
      var calls: [LLMCall] = []
      var loaded: [Item] = []
      calls.reserveCapacity(items.count)
      loaded.reserveCapacity(items.count)
      for item in items {
        switch item.task.content {
        case .read(let call): calls.append(call)
        case .stored(let memory, let parts):
          guard let call = load(memory, parts) else { continue }
          calls.append(call)
        }
        loaded.append(item)
      }
      let verdicts = bench.judge(calls)
      let now = wallClock()
      deliver(
        zip(loaded.indices, verdicts).map { place, verdict in
          let task = loaded[place].task
          return Judgement(
            id: task.id, record: task.record, dimensions: calls[place].dimensions, evaluator: bench.name,
            verdict: verdict, sample: loaded[place].sample, at: now, isAgain: task.isAgain)
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
