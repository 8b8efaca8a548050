internal import JSON

/// Everything that goes back for one request, decided before a byte is sent.
struct MockReply: Sendable {
  enum Body: Sendable {
    case whole(JSON)
    case events([ServerSentEvent])
    /// The connection closes without an answer.
    case none
  }

  var status: Int
  var headers: [(name: String, value: String)]
  var body: Body
  /// Milliseconds before the head, and before each piece of a stream.
  var delay: Int
  var chunkDelay: Int
  /// Whether the connection closes after the last event, without an end of the stream.
  var isCut: Bool
}

extension MockReply {
  /// Acts a behaviour out.
  init(to request: MockRequest) {
    let behaviour = request.behaviour
    let answer = MockAnswer(to: request)
    self.init(error: nil, endpoint: request.endpoint, id: answer.id, behaviour: behaviour)
    if behaviour.cutAfter == 0 {
      body = .none
    } else if behaviour.status >= 400, behaviour.failAfter == nil {
      let error = MockError(request.endpoint.provider, behaviour.status, behaviour: behaviour)
      self = MockReply(error: error, endpoint: request.endpoint, id: answer.id, behaviour: behaviour)
    } else if request.streams, request.endpoint != .embeddings {
      (body, isCut) = Self.stream(answer, to: request)
    } else {
      body = .whole(request.endpoint.dialect.body(answer, to: request))
    }
  }

  /// An error, or the head of a good answer.
  init(error: MockError?, endpoint: MockRequest.Endpoint, id: String, behaviour: MockBehaviour = MockBehaviour()) {
    status = error?.status ?? 200
    body = error.map { .whole($0.body(id: "req_\(id)")) } ?? .none
    delay = behaviour.delay
    chunkDelay = behaviour.chunkDelay
    isCut = false
    headers = endpoint.provider == .openAI ? Self.openAIHeaders(id) : Self.anthropicHeaders(id)
    if let seconds = error?.retryAfter { headers.append(("retry-after", "\(seconds)")) }
  }

  private static func stream(_ answer: MockAnswer, to request: MockRequest) -> (Body, isCut: Bool) {
    let behaviour = request.behaviour
    let dialect = request.endpoint.dialect
    let events = dialect.events(answer, to: request)
    if let pieces = behaviour.failAfter {
      let status = behaviour.status >= 400 ? behaviour.status : 500
      let error = MockError(request.endpoint.provider, status, behaviour: behaviour)
      return (.events(upTo(pieces, of: events) + [dialect.failure(error)]), false)
    }
    guard let pieces = behaviour.cutAfter else { return (.events(events), false) }
    return (.events(upTo(pieces, of: events)), true)
  }

  /// The events before the piece that is one too many.
  private static func upTo(_ pieces: Int, of events: [ServerSentEvent]) -> [ServerSentEvent] {
    var left = pieces
    return Array(
      events.prefix { event in
        if event.isPiece { left -= 1 }
        return left >= 0
      })
  }

  /// OpenAI's reset times are durations, Anthropic's are instants.
  private static func openAIHeaders(_ id: String) -> [(name: String, value: String)] {
    [
      ("x-request-id", "req_\(id)"), ("openai-version", "2020-10-01"), ("openai-processing-ms", "1"),
      ("x-ratelimit-limit-requests", "10000"), ("x-ratelimit-remaining-requests", "9999"),
      ("x-ratelimit-reset-requests", "6ms"),
    ]
  }

  private static func anthropicHeaders(_ id: String) -> [(name: String, value: String)] {
    [
      ("request-id", "req_\(id)"), ("anthropic-ratelimit-requests-limit", "1000"),
      ("anthropic-ratelimit-requests-remaining", "999"),
      ("anthropic-ratelimit-requests-reset", "2026-01-01T00:00:00Z"),
    ]
  }
}
