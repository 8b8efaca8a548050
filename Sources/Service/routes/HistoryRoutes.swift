internal import CallModel
internal import Hummingbird
internal import JSON
internal import Pipeline

/// `GET /api/alerts` and `GET /api/audit`: what changed and what was decided, newest first; and
/// `POST /api/alerts/accept`, a person's word that a new level is as it should be.
struct HistoryRoutes: Sendable {
  let pipeline: Pipeline

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/alerts", [.get: alerts])
    router.endpoint("/api/alerts/accept", [.post: accept])
    router.endpoint("/api/audit", [.get: audit])
  }

  private func alerts(_ request: Request, _ context: AssayContext) async throws -> Response {
    let limit = try QueryParameters(request, known: ["limit"]).limit()
    let changes = try await asking { try await pipeline.alertHistory(limit: limit) }
    return .json(["alerts": .array(changes.map(\.json))])
  }

  private func accept(_ request: Request, _ context: AssayContext) async throws -> Response {
    let fields = try await JSONFields(request)
    let (alert, person) = (try fields.requiredText("alert"), try fields.requiredText("by"))
    let scope: Scope
    do {
      scope = try Scope(parsing: try fields.requiredText("scope"))
    } catch let error as ScopeError {
      throw APIError.badRequest("'scope': \(error)")
    }
    do {
      try await pipeline.acceptLevel(of: alert, scope: scope, by: person)
    } catch OverrideFailure.absent {
      throw APIError.notFound("no sequential test of \(alert) fires for \(scope)")
    } catch {
      throw APIError(
        status: .serviceUnavailable, code: "store_unavailable", message: "the store does not answer in time; ask again")
    }
    return .json(["alert": .string(alert), "scope": .string("\(scope)"), "accepted": true])
  }

  private func audit(_ request: Request, _ context: AssayContext) async throws -> Response {
    let limit = try QueryParameters(request, known: ["limit"]).limit()
    let entries = try await asking { try await pipeline.audit(limit: limit) }
    return .json(["audit": .array(entries.map(\.json))])
  }
}
