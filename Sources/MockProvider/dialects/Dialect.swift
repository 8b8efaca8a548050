internal import JSON

/// How one endpoint writes answers.
protocol Dialect: Sendable {
  /// The body of an answer that is not streamed.
  func body(_ answer: MockAnswer, to request: MockRequest) -> JSON
  /// All events of a streamed one.
  func events(_ answer: MockAnswer, to request: MockRequest) -> [ServerSentEvent]
  /// The event in place of the rest of a stream that fails.
  func failure(_ error: MockError) -> ServerSentEvent
}

extension MockRequest.Endpoint {
  var dialect: any Dialect {
    switch self {
    case .chatCompletions: ChatCompletions()
    case .responses: Responses()
    case .embeddings: Embeddings()
    case .messages: Messages()
    }
  }
}

/// When every answer was made, in seconds since 1970: answers depend on the request alone.
let created = 1_760_000_000
