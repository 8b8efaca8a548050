internal import CallModel
internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import Pipeline
internal import Storage

/// `GET /api/spend`: money, tokens and calls, summed up by whatever names them, and the budgets now.
struct SpendRoutes: Sendable {
  let pipeline: Pipeline

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/spend", [.get: spend])
  }

  private static let steps: [(name: String, value: SpendQuery.Step)] = [
    ("5m", .fiveMinutes), ("1h", .hour), ("1d", .day),
  ]

  private func spend(_ request: Request, _ context: AssayContext) async throws -> Response {
    let parameters = try QueryParameters(request, known: ["by", "from", "limit", "scope", "step", "to"])
    let now = wallClock()
    let by = try dimensions(parameters.text("by") ?? "route,model")
    let scope = try parameters.scope()
    let from = try parameters.moment("from", now: now) ?? now - .hours(24)
    let to = try parameters.moment("to", now: now) ?? now + 1
    let step = try parameters.choice("step", Self.steps) ?? .none
    let limit = try parameters.limit()
    let query: SpendQuery
    do throws(SpendQueryError) {
      query = try SpendQuery(by: by, on: scope, from: from, to: to, step: step, limit: limit)
    } catch {
      throw APIError(status: .badRequest, code: error.code, message: error.description)
    }
    let rows = try await asking { try await pipeline.spend(query) }
    return .json(["rows": .array(rows.map(\.json)), "budgets": .array(pipeline.budgets().map(\.json))])
  }

  private func dimensions(_ written: String) throws(APIError) -> [Dimension] {
    var dimensions: [Dimension] = []
    for name in written.split(separator: ",") {
      guard let dimension = Dimension(rawValue: String(name)) else {
        throw APIError.badRequest(
          "'by': '\(name)' is no dimension; known are \(Dimension.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      dimensions.append(dimension)
    }
    return dimensions
  }
}

extension SpendGroup {
  fileprivate var json: JSON {
    let names = names.sorted { $0.key.rawValue < $1.key.rawValue }.map { ($0.key.rawValue, JSON.string($0.value)) }
    return [
      "start_ns": JSON(start), "names": .object(JSONObject(names)), "other": .bool(isOther),
      "calls": JSON(sums.calls), "errors": JSON(sums.errors), "unpriced_calls": JSON(sums.unpriced),
      "cost_nanodollars": JSON(sums.cost.value),
      "tokens": [
        "input": JSON(sums.input), "output": JSON(sums.output), "cache_read": JSON(sums.cacheRead),
        "cache_write": JSON(sums.cacheWrite), "reasoning": JSON(sums.reasoning),
      ],
    ]
  }
}

extension BudgetState {
  fileprivate var json: JSON {
    [
      "budget": .string(budget), "mode": .string(mode.rawValue), "limit_nanodollars": JSON(limit.value),
      "used_nanodollars": JSON(used.value), "remaining_nanodollars": JSON(remaining.value),
      "scope": .string("\(worst)"), "accounts": JSON(Int64(accounts)), "used_up": JSON(Int64(exceeded)),
      "start_ns": JSON(start), "end_ns": .optional(end), "used_up_at_ns": .optional(exceedsAt),
    ]
  }
}
