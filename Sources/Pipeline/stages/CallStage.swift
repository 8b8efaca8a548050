internal import CallModel
internal import Ingest
internal import NIOCore
internal import Sampling
internal import Storage
internal import Synchronization
internal import Telemetry

/// Counts the calls of durable batches, in the journal's order, on one thread.
///
/// A call that was seen before is dropped here, and one that repeats another is only content. Each
/// other one is priced, numbered, measured, written behind, and handed to the judge if it is in a
/// sample, once its content is there.
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
    /// The routes of golden questions, and who judges their answers.
    var canaries: [Symbol: String] = [:]
    var nested: NestedCalls
    var assembly: CallAssembly
    var nextCall: Int64
  }

  private let worker: Worker<Item>
  private let change: @Sendable ((inout State) -> Void) -> Void
  private let finish: @Sendable () -> Void
  private let waiting: Gauge

  /// - Parameter bound: bytes of batches that may wait; beyond it the journal waits.
  init(_ state: State, counter: CallCounter, desk: JudgeDesk, index: IndexStage, bound: Int = 32 << 20) {
    let state = Mutex(state)
    change = { body in state.withLock { body(&$0) } }
    finish = {
      state.withLock { state in
        state.assembly.drain()
        desk.hand(state.assembly.takeReady(), state.selection)
      }
    }
    let waiting = Gauge()
    self.waiting = waiting
    worker = Worker(
      "calls", bound: bound, batch: 16, idle: .milliseconds(100), cost: { $0.batch.body.readableBytes }
    ) { items in
      for item in items {
        // Handed on under the lock: after `update` nothing is offered that was chosen before it.
        state.withLock { state in
          index.push(.batch(counter.count(item, &state)))
          desk.hand(state.assembly.takeReady(), state.selection)
        }
      }
      state.withLock { state in
        state.assembly.tick(at: wallClock())
        desk.hand(state.assembly.takeReady(), state.selection)
        state.assembly.report(to: counter.meter.assembly)
        waiting.set(state.assembly.waiting)
      }
    }
  }

  /// Waits for room; for the journal's thread and for replay.
  func push(_ id: Int64, _ batch: Batch) { worker.push(Item(id: id, batch: batch)) }

  /// Changes what calls are counted and chosen with, between two batches; it waits for the one that
  /// is being counted.
  func update(_ body: (inout State) -> Void) { change(body) }

  var isRunning: Bool { worker.isRunning }

  /// Counts what is queued, and hands on what still waits for content.
  func stop() {
    worker.stop()
    finish()
  }

  /// How many calls wait for content from beside their spans.
  var waitingCalls: Int { Int(waiting.value) }
  var depth: (items: Int, cost: Int, refused: UInt64) { worker.depth }
}
