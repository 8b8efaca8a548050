internal import CallModel
internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import Pipeline
internal import Storage

/// Reading: calls, alerts, the audit.
struct QueryRoutes: Sendable {
  let pipeline: Pipeline

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/calls", [.get: calls])
    router.endpoint("/api/calls/:id", [.get: call])
    router.endpoint("/api/alerts", [.get: alerts])
    router.endpoint("/api/audit", [.get: audit])
  }

  private func calls(_ request: Request, _ context: AssayContext) async throws -> Response {
    let limit = try limit(of: request)
    let calls = try await asking { try await pipeline.newestCalls(limit: limit) }
    return .json(["calls": .array(calls.map { .object(JSONObject($0.fields)) })])
  }

  private func call(_ request: Request, _ context: AssayContext) async throws -> Response {
    guard let id = context.parameters.get("id", as: Int64.self), id > 0 else {
      throw APIError.badRequest("the call's id in the path must be a whole number")
    }
    guard let found = try await asking({ try await pipeline.call(id) }) else {
      throw APIError.notFound("there is no call \(id); it may be older than storage.keep")
    }
    return .json(.object(JSONObject(found.stored.fields + (found.content?.fields ?? []))))
  }

  private func alerts(_ request: Request, _ context: AssayContext) async throws -> Response {
    let limit = try limit(of: request)
    let changes = try await asking { try await pipeline.alertHistory(limit: limit) }
    return .json(["alerts": .array(changes.map(\.json))])
  }

  private func audit(_ request: Request, _ context: AssayContext) async throws -> Response {
    let limit = try limit(of: request)
    let entries = try await asking { try await pipeline.audit(limit: limit) }
    return .json(["audit": .array(entries.map(\.json))])
  }

  private func limit(of request: Request) throws(APIError) -> Int {
    guard let written = request.uri.queryParameters["limit"] else { return 50 }
    guard let limit = Int(written), (1...1_000).contains(limit) else {
      throw APIError.badRequest("'limit' must be a whole number from 1 to 1000")
    }
    return limit
  }

  private func asking<Value>(_ query: () async throws -> Value) async throws -> Value {
    do {
      return try await query()
    } catch let error as QueryError {
      throw APIError(status: .serviceUnavailable, code: "store_unavailable", message: error.description)
    }
  }
}
