public import CallModel
internal import Synchronization

/// Requests that a plugin may have under way at once; up to `longestQueue` more wait, first come, first served.
public final class Places: Sendable {
  /// What became of somebody who asked for a place.
  public enum Entry: Sendable {
    case entered
    /// As many wait as may.
    case full
    /// None became free in time, or the task was cancelled.
    case late
  }

  /// How many may wait.
  public static let longestQueue = 1_024

  private struct Waiter: Sendable {
    let id: UInt64
    let timer: Task<Void, Never>
    let continuation: CheckedContinuation<Entry, Never>
  }

  private struct State: Sendable {
    var free: Int
    var waiters: [Waiter] = []
    var lastID: UInt64 = 0
  }

  private let state: Mutex<State>

  /// So many places, all free.
  public init(_ count: Int) { state = Mutex(State(free: count)) }

  /// Takes a place; whoever `entered` must `leave`.
  public func enter(within time: Nanoseconds) async -> Entry {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let entry = state.withLock { state -> Entry? in
          if state.free > 0 {
            state.free -= 1
            return .entered
          }
          guard state.waiters.count < Self.longestQueue else { return .full }
          let timer = Task { [weak self] in
            try? await Task.sleep(for: .nanoseconds(time))
            if !Task.isCancelled { self?.dismiss(id) }
          }
          state.waiters.append(Waiter(id: id, timer: timer, continuation: continuation))
          return nil
        }
        if let entry { continuation.resume(returning: entry) }
        // Cancelled before it waited, nobody else would dismiss it.
        if Task.isCancelled { dismiss(id) }
      }
    } onCancel: {
      dismiss(id)
    }
  }

  /// Gives the place to the next who waits.
  public func leave() {
    let next = state.withLock { state -> Waiter? in
      if state.waiters.isEmpty {
        state.free += 1
        return nil
      }
      return state.waiters.removeFirst()
    }
    next?.timer.cancel()
    next?.continuation.resume(returning: .entered)
  }

  private func dismiss(_ id: UInt64) {
    let waiter = state.withLock { state in
      state.waiters.firstIndex { $0.id == id }.map { state.waiters.remove(at: $0) }
    }
    waiter?.timer.cancel()
    waiter?.continuation.resume(returning: .late)
  }
}
