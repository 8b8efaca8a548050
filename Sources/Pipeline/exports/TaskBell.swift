internal import CallModel
internal import Synchronization

/// Wakes one task before its time, without blocking a thread.
///
/// A ring while nobody waits is kept for whoever waits next.
final class TaskBell: Sendable {
  private enum State {
    case quiet
    case rung
    case waiting(CheckedContinuation<Void, Never>)
  }

  private let state = Mutex(State.quiet)

  func ring() {
    let waiting: CheckedContinuation<Void, Never>? = state.withLock { state in
      if case .waiting(let continuation) = state {
        state = .quiet
        return continuation
      }
      state = .rung
      return nil
    }
    waiting?.resume()
  }

  /// Returns at a ring, after `timeout`, when the task is cancelled, and sometimes for no reason.
  func wait(_ timeout: Nanoseconds?) async {
    let alarm = timeout.map { timeout in
      Task {
        try? await Task.sleep(for: .nanoseconds(timeout))
        if !Task.isCancelled { ring() }
      }
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isRung = state.withLock { state in
          guard case .quiet = state else {
            state = .quiet
            return true
          }
          state = .waiting(continuation)
          return false
        }
        if isRung { continuation.resume() }
      }
    } onCancel: {
      ring()
    }
    alarm?.cancel()
  }
}
