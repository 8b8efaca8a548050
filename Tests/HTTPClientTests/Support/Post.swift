/// What threads tell a task, without making it wait on a thread.
final class Post<Letter: Sendable>: Sendable {
  private let stream: AsyncStream<Letter>
  private let continuation: AsyncStream<Letter>.Continuation

  init() { (stream, continuation) = AsyncStream.makeStream(of: Letter.self) }

  func send(_ letter: Letter) { continuation.yield(letter) }

  @discardableResult func next() async -> Letter? {
    var iterator = stream.makeAsyncIterator()
    return await iterator.next()
  }
}
