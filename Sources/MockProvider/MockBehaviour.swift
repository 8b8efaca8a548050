/// How the mock provider answers one request.
///
/// A value without clock or randomness, so that whoever plays a provider (a test, a world of
/// outages and slow tails) decides it, and the server only acts it out. What is nil follows from
/// the request: see `MockAnswer`.
package struct MockBehaviour: Hashable, Sendable {
  /// Why an answer ends; each dialect has words of its own for them.
  package enum Finish: String, CaseIterable, Hashable, Sendable {
    case stop, length
    case toolCall = "tool_call"
    case contentFilter = "content_filter"
  }

  /// Tokens of an answer; nil is estimated from the texts.
  package struct Usage: Hashable, Sendable {
    /// All input tokens, those from and to the cache among them.
    package var input: Int?
    /// All output tokens, reasoning among them.
    package var output: Int?
    /// Input tokens that were read from the cache.
    package var cacheRead = 0
    /// Input tokens that were written to the cache.
    package var cacheWrite = 0
    /// Output tokens of reasoning.
    package var reasoning = 0

    /// Estimated tokens, nothing cached, no reasoning.
    package init() {}
  }

  /// HTTP status; from 400 on the answer is an error in the dialect's own shape.
  package var status = 200
  /// Seconds in the header `retry-after` of an error.
  package var retryAfter: Int?
  /// `error.type` of an error, in place of the dialect's usual one for the status.
  package var errorType: String?
  /// `error.code` of an error; OpenAI's dialect only.
  package var errorCode: String?
  /// The sentence of an error.
  package var message: String?
  /// The model that says it has answered, in place of `ServedModel`'s.
  package var served: String?
  /// The answer's text.
  package var text: String?
  /// Why the answer ends.
  package var finish: Finish?
  /// Its tokens.
  package var usage = Usage()
  /// Milliseconds before the first byte of the answer's head.
  package var delay = 0
  /// Milliseconds before each piece of a streamed answer.
  package var chunkDelay = 0
  /// Pieces after which the connection is closed without an end; 0 closes it before the head.
  package var cutAfter: Int?
  /// Pieces after which a stream goes on with an error event in place of its rest.
  package var failAfter: Int?

  /// A good answer, at once.
  package init() {}
}
