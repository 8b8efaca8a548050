internal import CallModel
internal import Ingest
internal import Synchronization
internal import Telemetry

/// Runs the evaluators on what was sampled, many calls at a time, each evaluator on a lane of its own.
///
/// What does not fit in an evaluator's lane is not judged by it, and counted: judging must never hold
/// back counting, nor one evaluator another.
final class JudgeStage: Sendable {
  private let bound: Int
  let held = HeldBytes()
  private let refused = Atomic<UInt64>(0)
  private let lanes = Mutex<[ObjectIdentifier: JudgeLane]>([:])
  private let makeLane: @Sendable (EvaluatorBench) -> JudgeLane
  /// Waits for the ends of evaluators that a reload has taken away.
  private let retirement: Worker<JudgeLane>

  /// - Parameters:
  ///   - laneBound: bytes of calls that may wait for one evaluator.
  ///   - bound: bytes of calls that may wait for all of them together; one that waits for several
  ///     counts once.
  ///   - load: reads a call that was judged before from the journal; nil if it is gone.
  ///   - deliver: takes the verdicts of one evaluator on a batch, one batch at a time.
  init(
    laneBound: Int = 32 << 20, bound: Int = 128 << 20,
    load: @escaping @Sendable (JudgedMemory, [AssembledPart]) -> LLMCall?,
    deliver: @escaping @Sendable ([Judgement]) -> Void
  ) {
    self.bound = bound
    let turn = Mutex(())
    makeLane = { bench in
      JudgeLane(bench, bound: laneBound, load: load) { judgements in turn.withLock { _ in deliver(judgements) } }
    }
    retirement = Worker("retire", bound: 1_000, batch: 1) { lanes in
      for lane in lanes {
        lane.stop()
        lane.bench.stop()
      }
    }
  }

  /// Hands calls to the evaluators that were chosen for them; each evaluator is woken once.
  func offer(_ tasks: [JudgeTask]) {
    var chosen: [(bench: EvaluatorBench, items: [JudgeLane.Item])] = []
    for task in tasks {
      for choice in task.choices {
        let item = JudgeLane.Item(task: task, sample: choice.sample)
        if let place = chosen.firstIndex(where: { $0.bench === choice.bench }) {
          chosen[place].items.append(item)
        } else {
          chosen.append((choice.bench, [item]))
        }
      }
    }
    for (bench, items) in chosen {
      let taken = lane(of: bench).offer(items)
      for _ in taken..<items.count { refuse(bench) }
    }
  }

  /// Stops benches once what is queued for them is judged. Nothing may be offered that names them.
  func retire(_ benches: [EvaluatorBench]) {
    for bench in benches { retirement.push(lane(of: bench)) }
    lanes.withLock { lanes in for bench in benches { lanes[ObjectIdentifier(bench)] = nil } }
  }

  /// Whether any of these would take a call now.
  func hasRoom(for choices: [JudgeTask.Choice]) -> Bool {
    held.bytes < bound && choices.contains { lane(of: $0.bench).hasRoom }
  }

  /// Counts a call that was not even read, since nobody had room for it.
  func refuse(_ choices: [JudgeTask.Choice]) {
    for choice in choices { refuse(choice.bench) }
  }

  private func refuse(_ bench: EvaluatorBench) {
    refused.wrappingAdd(1, ordering: .relaxed)
    bench.refused.add()
  }

  var isRunning: Bool { retirement.isRunning }

  /// Judges what is queued; the benches still stand.
  func stop() {
    for lane in lanes.withLock({ Array($0.values) }) { lane.stop() }
    retirement.stop()
  }

  var depth: (items: Int, cost: Int, refused: UInt64) {
    let lanes = lanes.withLock { Array($0.values) }.map(\.depth)
    return (
      lanes.reduce(0) { $0 + $1.items }, lanes.reduce(0) { $0 + $1.cost }, refused.load(ordering: .relaxed)
    )
  }

  /// How many calls wait for an evaluator.
  func waiting(for bench: EvaluatorBench) -> Int { lane(of: bench).depth.items }

  private func lane(of bench: EvaluatorBench) -> JudgeLane {
    lanes.withLock { lanes in
      let lane = lanes[ObjectIdentifier(bench)] ?? makeLane(bench)
      lanes[ObjectIdentifier(bench)] = lane
      return lane
    }
  }
}

/// The bytes of the calls that wait for any evaluator.
final class HeldBytes: Sendable {
  private let sum = Atomic<Int>(0)

  var bytes: Int { sum.load(ordering: .relaxed) }

  func add(_ size: Int) { sum.wrappingAdd(size, ordering: .relaxed) }
  func release(_ size: Int) { sum.wrappingSubtract(size, ordering: .relaxed) }
}
