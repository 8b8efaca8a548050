internal import CallModel
internal import Ingest
internal import NIOCore
internal import Sampling
internal import Storage
internal import Synchronization

/// Counts the calls of durable batches, in the journal's order, on one thread.
///
/// A call that was seen before is dropped here. Each other one is priced, numbered, measured,
/// written behind, and handed to the judge if it is in a sample.
final class CallStage: Sendable {
  struct Item: Sendable {
    let id: Int64
    let batch: Batch
  }

  /// What belongs to the thread; a lock shows the compiler that.
  struct State {
    var seen: RecentSet
    var prices: PriceBook
    var sampler: Sampler
    var selection: Selection
    var nextCall: Int64
  }

  private let worker: Worker<Item>
  private let change: @Sendable ((inout State) -> Void) -> Void

  /// - Parameter bound: bytes of batches that may wait; beyond it the journal waits.
  init(_ state: State, counter: CallCounter, judge: JudgeStage, index: IndexStage, bound: Int = 32 << 20) {
    let state = Mutex(state)
    change = { body in state.withLock { body(&$0) } }
    worker = Worker("calls", bound: bound, batch: 16, cost: { $0.batch.body.readableBytes }) { items in
      for item in items {
        // Handed on under the lock: after `update` nothing is offered that was chosen before it.
        state.withLock { state in
          let counted = counter.count(item, &state)
          index.push(.batch(counted.indexed))
          for task in counted.tasks { judge.offer(task) }
        }
      }
    }
  }

  /// Waits for room; for the journal's thread and for replay.
  func push(_ id: Int64, _ batch: Batch) { worker.push(Item(id: id, batch: batch)) }

  /// Changes what calls are counted and chosen with, between two batches; it waits for the one that
  /// is being counted.
  func update(_ body: (inout State) -> Void) { change(body) }

  var isRunning: Bool { worker.isRunning }
  func stop() { worker.stop() }
  var depth: (items: Int, cost: Int, refused: UInt64) { worker.depth }
}
