internal import CallModel
internal import Storage
internal import Synchronization
internal import Telemetry

/// Writes calls, verdicts, alerts, audit and states behind, in transactions of what has gathered.
final class IndexStage: Sendable {
  enum Change: Sendable {
    case batch(IndexedBatch<BatchBody>)
    case verdicts([JudgedCall])
    case parts([StoredPart])
    case alert(AlertChange)
    case audit(AuditEntry)
    case state(StateSnapshot)
    case feedback(Feedback)
    case references([ReferenceAnswer])
    /// Set once all that was pushed before it is written.
    case mark(Monitor<Bool>)

    var isMark: Bool { if case .mark = self { true } else { false } }

    /// Rows, or what weighs about as much.
    var cost: Int {
      switch self {
      case .batch(let batch): batch.calls.count + 1
      case .verdicts(let verdicts): verdicts.count
      case .parts(let parts): parts.count
      case .references(let references): references.count
      case .alert, .audit, .state, .feedback, .mark: 1
      }
    }
  }

  /// Between two transactions.
  private static let rest = Nanoseconds.milliseconds(10)

  private let worker: Worker<Change>
  private let isStopping = Monitor(false)

  /// - Parameter failed: told each time the disk refuses. The same changes are tried again, and
  ///   meanwhile the queues fill one after the other up to the first, which refuses senders.
  init(
    _ index: sending Index, meter: ServiceMeter, bound: Int = 100_000,
    failed: @escaping @Sendable (StorageError) -> Void
  ) {
    let state = Mutex(State(index: index))
    let isStopping = isStopping
    worker = Worker("index", bound: bound, batch: 2_000, cost: { $0.cost }) { items in
      let changes = IndexChanges(items)
      var patience = 10
      while patience > 0 {
        let problem = state.withLock { (state) -> StorageError? in
          do throws(StorageError) {
            try state.index.write(changes)
            // Who waits for all that was pushed may be about to read the sums.
            if items.contains(where: \.isMark) { try state.index.sumUp() }
            return nil
          } catch {
            return error
          }
        }
        guard let problem else {
          for case .mark(let isWritten) in items { isWritten.withLock { $0 = true } }
          // More rows gather meanwhile: a page is written once for all that one transaction puts into it.
          if !isStopping.peek({ $0 }) { pause(Self.rest) }
          return
        }
        meter.storageErrors.add()
        failed(problem)
        pause(.milliseconds(500))
        // What is given up at the end is in the journal, and counted at the next start.
        if isStopping.withLock({ $0 }) { patience -= 1 }
      }
    }
    retain = { since in
      // One chunk at a time, so that calls can be written between two of them.
      while (try? state.withLock({ try $0.index.retain(since: since) })) == true { pause(.milliseconds(20)) }
      let now = wallClock()
      while (try? state.withLock({ try $0.index.compactSpend(at: now) })) == true { pause(.milliseconds(20)) }
    }
    flush = { state.withLock { try? $0.index.flush() } }
  }

  private struct State: ~Copyable {
    let index: Index
  }

  /// Deletes calls older than a moment, in small steps; takes its time.
  let retain: @Sendable (Nanoseconds) -> Void
  private let flush: @Sendable () -> Void

  /// Waits for room; for threads of our own.
  func push(_ change: Change) { worker.push(change) }

  /// Waits until all that was pushed so far is written; false if that takes longer than a while.
  func settle(within patience: Nanoseconds = .seconds(5)) -> Bool {
    let isWritten = Monitor(false)
    push(.mark(isWritten))
    return isWritten.wait(timeout: patience) { $0 ? true : nil } ?? false
  }

  var isRunning: Bool { worker.isRunning }

  func stop() {
    isStopping.withLock { $0 = true }
    worker.stop()
    flush()
  }
  var depth: (items: Int, cost: Int, refused: UInt64) { worker.depth }
}

extension IndexChanges<BatchBody> {
  fileprivate init(_ changes: [IndexStage.Change]) {
    self.init()
    for change in changes {
      switch change {
      case .batch(let batch): batches.append(batch)
      case .verdicts(let judged): verdicts += judged
      case .parts(let found): parts += found
      case .alert(let change): alerts.append(change)
      case .audit(let entry): audit.append(entry)
      case .state(let state): states.append(state)
      case .feedback(let label): feedback.append(label)
      case .references(let found): references += found
      case .mark: break
      }
    }
  }
}
