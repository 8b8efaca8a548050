internal import Synchronization

/// A request under way, between the task that waits for it and the thread that carries it out.
///
/// Neither side ever waits for the other while it holds the lock.
final class Exchange: Sendable {
  typealias Head = Result<ResponseHead, HTTPClientError>
  typealias Piece = Result<[UInt8]?, HTTPClientError>

  enum Offer {
    case taken
    /// Offer it again once asked to resume.
    case full
    /// Nobody reads any more.
    case unwanted
  }

  private struct State {
    var head: Head?
    var body: BodyBuffer
    var isCancelled = false
    var mayHaveBeenSent = false
    var headWaiter: CheckedContinuation<Head, Never>?
    /// In order of arrival; while there is one, the buffer is empty.
    var bodyWaiters: [CheckedContinuation<Piece, Never>] = []
  }

  let request: PreparedRequest
  let start: Int64
  private let inbox: Inbox
  private let state: Mutex<State>

  init(_ request: PreparedRequest, buffer: Int, inbox: Inbox) {
    self.request = request
    self.inbox = inbox
    start = monotonicTime()
    state = Mutex(State(body: BodyBuffer(capacity: buffer)))
  }

  // MARK: The task's side

  /// The head of the answer, once it has come; asked for once.
  func head() async -> Head {
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let head = state.withLock { state in
          if state.head == nil { state.headWaiter = waiter }
          return state.head
        }
        if let head { waiter.resume(returning: head) }
      }
    } onCancel: {
      cancel()
    }
  }

  /// The next bytes of the body; nil at its end.
  func next() async -> Piece {
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let (piece, resumes): (Piece?, Bool) = state.withLock { state in
          switch state.body.take() {
          case .bytes(let bytes, let resumes): return (.success(bytes), resumes)
          case .end(let error): return (error.map { .failure($0) } ?? .success(nil), false)
          case .nothingYet:
            state.bodyWaiters.append(waiter)
            return (nil, false)
          }
        }
        if resumes { inbox.resume(self) }
        if let piece { waiter.resume(returning: piece) }
      }
    } onCancel: {
      cancel()
    }
  }

  /// Ends it for both sides; without effect on an answer that has come to its end.
  func cancel() {
    let waiters = state.withLock { state in
      guard !state.body.hasEnded else { return Waiters() }
      let error = HTTPClientError.cancelled(requestMayHaveBeenSent: state.mayHaveBeenSent)
      state.isCancelled = true
      state.body.discard(error)
      return Self.end(&state, error)
    }
    guard let error = waiters.error else { return }
    inbox.cancel(self)
    waiters.resume(error)
  }

  // MARK: The thread's side

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  func markSent() { state.withLock { $0.mayHaveBeenSent = true } }

  func deliver(_ head: ResponseHead) {
    let waiter = state.withLock { state in
      guard state.head == nil else { return nil as CheckedContinuation<Head, Never>? }
      state.head = .success(head)
      return state.headWaiter.take()
    }
    waiter?.resume(returning: .success(head))
  }

  func offer(_ bytes: UnsafeRawBufferPointer) -> Offer {
    let (offer, waiter) = state.withLock { state -> (Offer, CheckedContinuation<Piece, Never>?) in
      if state.body.hasEnded { return (.unwanted, nil) }
      if !state.bodyWaiters.isEmpty { return (.taken, state.bodyWaiters.removeFirst()) }
      return (state.body.offer(bytes) ? .taken : .full, nil)
    }
    waiter?.resume(returning: .success(Array(bytes)))
    return offer
  }

  /// The transfer is over; without an error, the body is complete.
  func end(_ error: HTTPClientError?) {
    let waiters = state.withLock { state in
      state.body.end(error)
      return Self.end(&state, error)
    }
    waiters.resume(error)
  }

  /// Those that nothing more will come for.
  private struct Waiters {
    var error: HTTPClientError?
    var head: CheckedContinuation<Head, Never>?
    var body: [CheckedContinuation<Piece, Never>] = []

    func resume(_ error: HTTPClientError?) {
      head?.resume(returning: .failure(error ?? .noHead))
      for waiter in body { waiter.resume(returning: error.map { .failure($0) } ?? .success(nil)) }
    }
  }

  private static func end(_ state: inout State, _ error: HTTPClientError?) -> Waiters {
    if state.head == nil { state.head = .failure(error ?? .noHead) }
    defer { state.bodyWaiters = [] }
    return Waiters(error: error, head: state.headWaiter.take(), body: state.bodyWaiters)
  }
}

extension HTTPClientError {
  fileprivate static var noHead: Self {
    Self(.closed, "the connection was closed before the head of the answer was complete", requestMayHaveBeenSent: true)
  }
}
