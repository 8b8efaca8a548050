internal import CallModel
internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import Pipeline

/// `POST /api/admission`: may this call go now?
struct AdmissionRoutes: Sendable {
  let pipeline: Pipeline

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/admission", [.post: admit])
  }

  private func admit(_ request: Request, _ context: AssayContext) async throws -> Response {
    let fields = try await JSONFields(request)
    let admission = pipeline.admit(
      AdmissionRequest(
        dimensions: Dimensions(
          route: try fields.text("route"), tenant: try fields.text("tenant"), user: try fields.text("user"),
          key: try fields.text("key"), provider: try fields.text("provider"), model: try fields.text("model")),
        conversation: try fields.text("conversation"), id: try fields.text("id"),
        inputTokens: try fields.count("input_tokens"), maxOutputTokens: try fields.count("max_output_tokens")))
    var answer: [(key: String, value: JSON)] = [
      ("id", .string(admission.id)),
      ("decision", .string(admission.decision.rawValue)),
      ("reason", .string(admission.reason)),
      ("throttles", .array(admission.throttles.map { .string($0) })),
    ]
    if let model = admission.model { answer.append(("model", .string(model))) }
    if let retryAfter = admission.retryAfter {
      answer.append(("retry_after_s", JSON(Int64(retryAfter.inSeconds.rounded(.up)))))
    }
    return .json(.object(JSONObject(answer)))
  }
}
