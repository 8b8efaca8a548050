internal import CallModel
internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import NIOCore
internal import Pipeline
internal import ServiceLifecycle
internal import Throttling

/// `GET /api/throttles` and its stream, and a person's override: `PUT` and `DELETE /api/throttles/{scope}`.
struct ThrottleRoutes: Sendable {
  /// An override is for the time being; what should stay belongs in the configuration.
  static let longestOverride = Nanoseconds.days(7)

  let pipeline: Pipeline

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/throttles", [.get: list])
    router.endpoint("/api/throttles/stream", [.get: stream])
    router.endpoint("/api/throttles/:scope", [.put: set, .delete: remove])
  }

  private func list(_ request: Request, _ context: AssayContext) async throws -> Response { .json(state) }

  private var state: JSON {
    let (throttles, overrides) = pipeline.throttles()
    return ["throttles": .array(throttles.map(\.json)), "overrides": .array(overrides.map(\.json))]
  }

  /// Server-sent events (HTML Living Standard, 9.2): each holds what `GET /api/throttles` answers, so
  /// that nothing depends on an event that was missed.
  private func stream(_ request: Request, _ context: AssayContext) async throws -> Response {
    guard let listener = pipeline.throttleChanges() else {
      throw APIError(
        status: .serviceUnavailable, code: "too_many_listeners",
        message: "\(ThrottleFeed.mostListeners) follow this already; ask GET /api/throttles instead")
    }
    let body = ResponseBody { writer in
      try await withGracefulShutdownHandler {
        defer { listener.stop() }
        var said: String?
        try await writer.write(ByteBuffer(string: "retry: 1000\n\n"))
        for await _ in listener.changes {
          let news = state.text()
          // A line that says nothing finds out whether anybody is there.
          let event = news == said ? ": still so\n\n" : "event: throttles\ndata: \(news)\n\n"
          said = news
          try await writer.write(ByteBuffer(string: event))
        }
      } onGracefulShutdown: {
        listener.stop()
      }
      try await writer.finish(nil)
    }
    return Response(
      status: .ok, headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"], body: body)
  }

  private func set(_ request: Request, _ context: AssayContext) async throws -> Response {
    let scope = try scope(of: request)
    let fields = try await JSONFields(request)
    guard let share = try fields.number("admit", in: 0...1) else { throw APIError.badRequest("'admit' is missing") }
    let written = try fields.requiredText("for")
    guard let length = Nanoseconds(written: written), length > 0, length <= Self.longestOverride else {
      throw APIError.badRequest("'for' must be a length of time of at most 7d, such as 10m")
    }
    let (person, reason) = (try fields.requiredText("by"), try fields.requiredText("reason"))
    let beatsBudgets = try fields.flag("beats_budgets")
    try await answering(scope) {
      try await pipeline.override(
        scope: scope, share: share, by: person, reason: reason, for: length, beatsBudgets: beatsBudgets)
    }
    return try await list(request, context)
  }

  private func remove(_ request: Request, _ context: AssayContext) async throws -> Response {
    let scope = try scope(of: request)
    let person = request.uri.queryParameters["by"].map(String.init) ?? "unknown"
    try await answering(scope) { try await pipeline.removeOverride(scope: scope, by: String(person.prefix(200))) }
    return try await list(request, context)
  }

  private func answering(_ scope: Scope, _ change: () async throws -> Void) async throws {
    do {
      try await change()
    } catch let failure as OverrideFailure {
      switch failure {
      case .refused(let error): throw APIError(status: .badRequest, code: error.code, message: error.description)
      case .absent: throw APIError.notFound("there is no override of \(scope)")
      case .unwritten:
        throw APIError(
          status: .serviceUnavailable, code: "unwritten",
          message: "it holds now, but the disk has not taken it: it would not outlive a crash")
      case .busy:
        throw APIError(
          status: .serviceUnavailable, code: "store_unavailable",
          message: "too many requests wait for the store; try again")
      }
    }
  }

  /// The scope in the path, of which one layer of percent-encoding is the URL's.
  private func scope(of request: Request) throws(APIError) -> Scope {
    let encoded = request.uri.path.split(separator: "/").last ?? ""
    guard let text = percentDecoded(encoded) else {
      throw APIError.badRequest("the scope in the path is not percent-encoded UTF-8")
    }
    do {
      return try Scope(parsing: text)
    } catch {
      throw APIError.badRequest("\(error)")
    }
  }
}

/// A path segment without its percent-encoding (RFC 3986, 2.1); nil if it is malformed.
private func percentDecoded(_ segment: Substring) -> String? {
  var bytes: [UInt8] = []
  var rest = segment.utf8[...]
  while let byte = rest.popFirst() {
    guard byte == UInt8(ascii: "%") else {
      bytes.append(byte)
      continue
    }
    let digits = rest.prefix(2)
    guard digits.count == 2, digits.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    else { return nil }
    bytes.append(value)
    rest = rest.dropFirst(2)
  }
  return String(validating: bytes, as: UTF8.self)
}

extension ThrottleStatus {
  fileprivate var json: JSON {
    [
      "throttle": .string(alert), "scope": .string("\(scope)"), "cause": .string(cause.rawValue),
      "mode": .string(mode.rawValue), "admit": JSON(share), "throttled": .bool(isThrottled), "since_ns": JSON(since),
      "evidence": .string(evidence), "floor": JSON(floor), "dwell_left_ms": JSON(dwellLeft / 1_000_000),
      "flaps": JSON(flaps), "arrivals_per_minute": JSON(arrivalsPerMinute),
    ]
  }
}

extension Override {
  fileprivate var json: JSON {
    [
      "scope": .string("\(scope)"), "admit": JSON(share), "by": .string(person), "reason": .string(reason),
      "since_ns": JSON(since), "until_ns": JSON(until), "beats_budgets": .bool(beatsBudgets),
    ]
  }
}
