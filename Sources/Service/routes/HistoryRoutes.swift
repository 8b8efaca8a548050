internal import Hummingbird
internal import JSON
internal import Pipeline

/// `GET /api/alerts` and `GET /api/audit`: what changed and what was decided, newest first.
struct HistoryRoutes: Sendable {
  let pipeline: Pipeline

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/alerts", [.get: alerts])
    router.endpoint("/api/audit", [.get: audit])
  }

  private func alerts(_ request: Request, _ context: AssayContext) async throws -> Response {
    let limit = try QueryParameters(request, known: ["limit"]).limit()
    let changes = try await asking { try await pipeline.alertHistory(limit: limit) }
    return .json(["alerts": .array(changes.map(\.json))])
  }

  private func audit(_ request: Request, _ context: AssayContext) async throws -> Response {
    let limit = try QueryParameters(request, known: ["limit"]).limit()
    let entries = try await asking { try await pipeline.audit(limit: limit) }
    return .json(["audit": .array(entries.map(\.json))])
  }
}
