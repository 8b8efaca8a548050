internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import NIOCore

/// The endpoints, acted out on the network.
struct MockRoutes: Sendable {
  /// No provider takes more in one request (Anthropic: 32 MB).
  static let largestBody = 32 << 20

  let behaviour: @Sendable (MockRequest.Endpoint) -> MockBehaviour

  var router: Router<MockContext> {
    let router = Router(context: MockContext.self)
    for endpoint in MockRequest.Endpoint.allCases {
      router.post(RouterPath(endpoint.rawValue)) { request, context in
        try await respond(to: request, at: endpoint, on: context.channel)
      }
    }
    router.get("/v1/models") { _, _ in
      Self.whole(200, [:], ["object": "list", "data": [["id": "gpt-4o-mini", "object": "model"]]])
    }
    return router
  }

  private func respond(
    to request: Request, at endpoint: MockRequest.Endpoint, on channel: any Channel
  ) async throws -> Response {
    let reply = await reply(to: request, at: endpoint)
    // Not `try?`: a client that has left, or a server that stops, cancels the wait and with it the answer.
    if reply.delay > 0 { try await Task.sleep(for: .milliseconds(reply.delay)) }
    var headers = HTTPFields()
    for header in reply.headers {
      if let name = HTTPField.Name(header.name) { headers[name] = header.value }
    }
    switch reply.body {
    case .whole(let json): return Self.whole(reply.status, headers, json)
    case .events(let events): return Self.stream(events, headers, reply, on: channel)
    case .none:
      channel.close(promise: nil)
      throw ConnectionCut()
    }
  }

  private func reply(to request: Request, at endpoint: MockRequest.Endpoint) async -> MockReply {
    func refusal(_ status: Int, _ message: String? = nil) -> MockReply {
      var error = MockError(endpoint.provider, status)
      if let message { error.message = message }
      return MockReply(error: error, endpoint: endpoint, id: hexadecimal(fnv1a(error.message.utf8)))
    }

    guard hasKey(request, endpoint.provider) else { return refusal(401) }
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: Self.largestBody)
    } catch {
      return refusal(413)
    }
    do {
      let json = try body.withUnsafeReadableBytes { bytes in try JSON(parsing: bytes) }
      var behaviour = behaviour(endpoint)
      if let header = HTTPField.Name("x-mock").flatMap({ request.headers[$0] }) {
        guard case .object(let members) = try JSON(parsing: header) else {
          return refusal(400, "the header x-mock must be a JSON object")
        }
        try behaviour.apply(members)
      }
      return MockReply(to: try MockRequest(endpoint, body: json, behaviour: behaviour))
    } catch {
      return refusal(400, "\(error)")
    }
  }

  private func hasKey(_ request: Request, _ provider: MockRequest.Provider) -> Bool {
    let bearer = request.headers[.authorization]?.hasPrefix("Bearer ") ?? false
    let key = HTTPField.Name("x-api-key").flatMap { request.headers[$0] }
    return provider == .openAI ? bearer : bearer || key != nil
  }

  private static func whole(_ status: Int, _ headers: HTTPFields, _ json: JSON) -> Response {
    var headers = headers
    headers[.contentType] = "application/json"
    return Response(
      status: .init(code: status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json.text())))
  }

  private static func stream(
    _ events: [ServerSentEvent], _ headers: HTTPFields, _ reply: MockReply, on channel: any Channel
  ) -> Response {
    var headers = headers
    headers[.contentType] = "text/event-stream; charset=utf-8"
    headers[.cacheControl] = "no-cache"
    let body = ResponseBody { writer in
      for event in events {
        if event.isPiece, reply.chunkDelay > 0 { try await Task.sleep(for: .milliseconds(reply.chunkDelay)) }
        try await writer.write(ByteBuffer(string: event.text))
      }
      guard !reply.isCut else {
        channel.close(promise: nil)
        throw ConnectionCut()
      }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }
}

/// The end of a connection that a behaviour asks for.
struct ConnectionCut: Error {}

/// What a handler knows of its request besides the request: the channel, so that it can be cut.
struct MockContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
