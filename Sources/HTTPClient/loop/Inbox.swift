internal import CCurl
internal import Synchronization

/// What tasks ask of the client's thread.
///
/// It is bounded by the requests in flight: one more is refused. An exchange under way asks at most
/// once to be resumed and once to be cancelled.
final class Inbox: Sendable {
  struct Work: Sendable {
    var starts: [Exchange] = []
    var resumes: [Exchange] = []
    var cancels: [Exchange] = []
    var isClosing = false
  }

  private struct State {
    var work = Work()
    var inFlight = 0
    var isAwake = false
    /// False once the multi handle is about to go.
    var canWake = true
  }

  private let multi: MultiHandle
  private let largestInFlight: Int
  private let state = Mutex(State())

  init(_ multi: MultiHandle, largestInFlight: Int) {
    self.multi = multi
    self.largestInFlight = largestInFlight
  }

  // MARK: The tasks' side

  func submit(_ exchange: Exchange) throws(HTTPClientError) {
    let refusal: HTTPClientError? = change { state in
      guard !state.work.isClosing else { return .shutDown(requestMayHaveBeenSent: false) }
      guard state.inFlight < largestInFlight else {
        return HTTPClientError(.queueFull, "\(largestInFlight) requests are in flight; try again when some have ended")
      }
      state.inFlight += 1
      state.work.starts.append(exchange)
      return nil
    }
    if let refusal { throw refusal }
  }

  func resume(_ exchange: Exchange) { change { $0.work.resumes.append(exchange) } }

  func cancel(_ exchange: Exchange) { change { $0.work.cancels.append(exchange) } }

  func close() { change { $0.work.isClosing = true } }

  /// Changes the state and wakes the thread, unless it is about to look anyway.
  private func change<Result: Sendable>(_ body: (inout State) -> Result) -> Result {
    state.withLock { state in
      let result = body(&state)
      if !state.isAwake, state.canWake {
        state.isAwake = true
        curl_multi_wakeup(multi.pointer)
      }
      return result
    }
  }

  // MARK: The thread's side

  /// What has been asked since the last time. That the client is closing stays.
  func take() -> Work {
    state.withLock { state in
      state.isAwake = false
      defer { state.work = Work(isClosing: state.work.isClosing) }
      return state.work
    }
  }

  /// A request is over.
  func release() { state.withLock { $0.inFlight -= 1 } }

  /// From here on nothing is asked of the multi handle; what was asked last and not taken.
  func retire() -> Work {
    state.withLock { state in
      state.canWake = false
      defer { state.work = Work(isClosing: true) }
      return state.work
    }
  }
}
