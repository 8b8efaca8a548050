internal import CallModel
internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import Pipeline
internal import Storage

/// `GET /api/calls`, `GET /api/calls/{id}` and `GET /api/evaluations`: calls and what was judged of them.
struct CallRoutes: Sendable {
  let pipeline: Pipeline

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/calls", [.get: calls])
    router.endpoint("/api/calls/:id", [.get: call])
    router.endpoint("/api/evaluations", [.get: evaluations])
  }

  private static let verdicts = Verdict.Kind.allCases.map { ($0.name, $0) }

  private func calls(_ request: Request, _ context: AssayContext) async throws -> Response {
    let parameters = try QueryParameters(
      request, known: QueryParameters.callQuery.union(["evaluator", "outcome", "verdict"]))
    let filter = CallFilter(
      scope: try parameters.scope(),
      outcome: try parameters.choice("outcome", Outcome.allCases.map { ($0.name, $0) }),
      evaluator: parameters.text("evaluator"), verdict: try parameters.choice("verdict", Self.verdicts))
    let query = try parameters.callQuery(now: wallClock())
    let page = try await asking { try await pipeline.calls(query, where: filter) }
    return .json([
      "calls": .array(page.calls.map { .object(JSONObject($0.fields)) }),
      "next": .optional(page.next?.written),
    ])
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

  private func evaluations(_ request: Request, _ context: AssayContext) async throws -> Response {
    let parameters = try QueryParameters(request, known: QueryParameters.callQuery.union(["evaluator", "verdict"]))
    let filter = CallFilter(
      scope: try parameters.scope(), evaluator: parameters.text("evaluator"),
      verdict: try parameters.choice("verdict", Self.verdicts))
    let query = try parameters.callQuery(now: wallClock())
    let page = try await asking { try await pipeline.judgedCalls(query, where: filter) }
    let judged = page.calls.flatMap { found in
      found.verdicts.filter(filter.holds).map { EvaluationJSON(call: found.call, judged: $0).json }
    }
    return .json([
      "evaluations": .array(judged),
      "next": .optional(page.next?.written),
      "ratios": .array(pipeline.failRatios().map(\.json)),
    ])
  }
}

/// One verdict with what it is about.
private struct EvaluationJSON {
  var call: StoredCall
  var judged: JudgedCall

  var json: JSON {
    guard case .object(let verdict) = judged.json else { return judged.json }
    let about: [(key: String, value: JSON)] = [
      ("call", JSON(call.id)), ("trace_id", .string("\(call.trace)")), ("span_id", .string("\(call.span)")),
      ("route", .optional(call.dimensions.route)), ("model", .optional(call.dimensions.model)),
    ]
    return .object(JSONObject(about + verdict.members.map { ($0.key, $0.value) }))
  }
}

extension FailRatio {
  fileprivate var json: JSON {
    [
      "evaluator": .string(evaluator), "route": .string(route), "model": .string(model),
      "fail_ratio": .optional(value.value), "lower": .optional(value.lower), "upper": .optional(value.upper),
      "samples": JSON(Int64(value.samples)),
    ]
  }
}

/// Waits for the store, or says that it cannot be asked.
func asking<Value>(_ query: () async throws -> Value) async throws -> Value {
  do {
    return try await query()
  } catch let error as QueryError {
    throw APIError(status: .serviceUnavailable, code: "store_unavailable", message: error.description)
  }
}
