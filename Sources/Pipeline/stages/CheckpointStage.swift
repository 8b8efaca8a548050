internal import Storage

/// Moves the journal's write-ahead log into its files on a thread of its own, so that commits go on.
///
/// It holds at most one checkpoint, the one that runs.
final class CheckpointStage: Sendable {
  private struct State {
    var due: JournalCheckpoint?
    var isStopping = false
  }

  private let state: Monitor<State>
  private let thread: NamedThread

  init(failed: @escaping @Sendable () -> Void) {
    let state = Monitor(State())
    self.state = state
    thread = NamedThread("checkpoint") {
      while let checkpoint = Self.next(state) {
        do throws(StorageError) { try checkpoint.run() } catch { failed() }
        state.withLock { $0.due = nil }
      }
    }
  }

  /// Waits for the next checkpoint; nil when there will be none.
  private static func next(_ state: Monitor<State>) -> JournalCheckpoint? {
    let next: JournalCheckpoint?? = state.wait { $0.due == nil && !$0.isStopping ? nil : .some($0.due) }
    return next ?? nil
  }

  /// Begins a checkpoint; while another one runs it does nothing.
  func begin(_ checkpoint: JournalCheckpoint) {
    state.withLock { if $0.due == nil, !$0.isStopping { $0.due = checkpoint } }
  }

  /// Waits until none runs.
  func wait() {
    guard thread.isRunning else { return }
    _ = state.wait { $0.due == nil ? true : nil }
  }

  func stop() {
    state.withLock { $0.isStopping = true }
    thread.join()
  }
}
