/// The body of an answer, in pieces, as it comes; it can be read once.
///
/// Reading slowly makes the server wait. Dropping the body before its end, or cancelling the task
/// that reads, ends the transfer and closes its connection (over HTTP/2, its stream).
package struct HTTPBody: AsyncSequence, Sendable {
  package typealias Element = [UInt8]
  package typealias Failure = HTTPClientError

  private let handle: Handle

  init(_ exchange: Exchange) { handle = Handle(exchange) }

  package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(handle: handle) }

  /// The whole body; more than `limit` bytes are the error `tooLarge`.
  package func collect(upTo limit: Int) async throws(HTTPClientError) -> [UInt8] {
    var whole: [UInt8] = []
    var iterator = makeAsyncIterator()
    while let piece = try await iterator.next() {
      guard piece.count <= limit - whole.count else {
        cancel()
        throw .tooLarge()
      }
      if whole.isEmpty { whole = piece } else { whole += piece }
    }
    return whole
  }

  /// Ends the transfer; readers get the error `cancelled`.
  package func cancel() { handle.exchange.cancel() }

  package struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let handle: Handle

    package mutating func next() async throws(HTTPClientError) -> [UInt8]? {
      try await handle.exchange.next().get()
    }

    package mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPClientError) -> [UInt8]? {
      try await handle.exchange.next().get()
    }
  }

  /// What the consumer holds and the client does not: when it goes, nobody will read on.
  fileprivate final class Handle: Sendable {
    let exchange: Exchange
    init(_ exchange: Exchange) { self.exchange = exchange }
    deinit { exchange.cancel() }
  }
}
