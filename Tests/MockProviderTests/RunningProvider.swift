import HTTPClient
import JSON
import Logging
import MockProvider
import Testing

/// An answer over HTTP.
struct Answer {
  var status: Int
  var headers: HTTPHeaders
  var text: String
  /// The body as JSON; null if it is none.
  var json: JSON { (try? JSON(parsing: text)) ?? .null }
  /// The events of a stream, in their order.
  var events: [Event] { text.split(separator: "\n\n", omittingEmptySubsequences: true).map(Event.init) }
}

/// A server-sent event, read strictly: perhaps a line `event:`, then one line `data:`.
struct Event {
  var name: String?
  var data: String
  var json: JSON { (try? JSON(parsing: data)) ?? .null }

  init(_ text: Substring) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if let first = lines.first, first.hasPrefix("event: ") {
      name = String(first.dropFirst(7))
      lines.removeFirst()
    }
    let isData = lines.count == 1 && lines[0].hasPrefix("data: ")
    data = isData ? String(lines[0].dropFirst(6)) : "not an event: \(text)"
  }
}

/// Runs a provider on a free port while `body` asks it.
func withProvider<Value: Sendable>(
  _ body: @Sendable (RunningProvider) async throws -> Value
) async throws -> Value {
  let (ports, continuation) = AsyncStream.makeStream(of: Int.self)
  var logger = Logger(label: "test")
  logger.logLevel = .critical
  let provider = MockProvider(logger: logger)
  let server = Task { try await provider.run { continuation.yield($0) } }
  defer { server.cancel() }
  var started = ports.makeAsyncIterator()
  let port = try #require(await started.next())
  return try await body(RunningProvider(port: port, client: try HTTPClient()))
}

struct RunningProvider: Sendable {
  var port: Int
  var client: HTTPClient

  func post(
    _ path: String, _ body: JSON, mock: JSON? = nil, headers: HTTPHeaders = ["Authorization": "Bearer sk-not-a-key"]
  ) async throws -> Answer {
    var headers = headers
    headers.append("Content-Type", "application/json")
    if let mock { headers.append("x-mock", mock.text()) }
    let request = HTTPRequest(
      method: "POST", url: "http://127.0.0.1:\(port)\(path)", headers: headers, body: Array(body.text().utf8))
    let answer = try await client.send(request)
    let bytes = try await answer.body.collect(upTo: 1 << 20)
    return Answer(status: answer.status, headers: answer.headers, text: String(decoding: bytes, as: UTF8.self))
  }
}

/// A question in the dialect of chat completions and of messages.
func question(_ changes: KeyValuePairs<String, JSON> = [:], model: String = "gpt-4o-mini") -> JSON {
  var body = JSONObject([
    ("model", .string(model)), ("max_tokens", 100),
    ("messages", [["role": "user", "content": "Where is my parcel?"]]),
  ])
  for (key, value) in changes { body[key] = value }
  return .object(body)
}

let weather: JSON = [
  "type": "object",
  "properties": [
    "city": ["type": "string"], "days": ["type": "integer", "minimum": 2], "unit": ["enum": ["C", "F"]],
  ],
]
