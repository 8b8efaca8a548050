internal import CallModel
internal import JSON
internal import PluginKit
internal import PluginProtocol

extension JSONLinesExporter {
  /// A verdict's line; what is not known is left out.
  func line(_ answer: JudgedAnswer) -> JSONObject {
    let verdict = answer.verdict
    return object([
      ("kind", "verdict"), ("at", .string(answer.at.timestamp)), ("trace_id", .string("\(answer.trace)")),
      ("span_id", .string("\(answer.span)")), ("evaluator", .string(answer.evaluator)),
      ("verdict", .string(verdict.kind.name)), ("score", verdict.score.map { JSON($0) }),
      ("label", text(verdict.label)), ("explanation", explanations ? text(verdict.explanation) : nil),
      (
        "evidence",
        verdict.evidence.isEmpty
          ? nil : .array(verdict.evidence.map { .array([JSON($0.lowerBound), JSON($0.upperBound)]) })
      ),
      ("stratum", .string(answer.sample.stratum.name)), ("inclusion", JSON(answer.sample.inclusion)),
      ("route", text(answer.dimensions.route)), ("tenant", text(answer.dimensions.tenant)),
      ("user", text(answer.dimensions.user)), ("key", text(answer.dimensions.key)),
      ("provider", text(answer.dimensions.provider)), ("model", text(answer.dimensions.model)),
    ])
  }

  /// The line of an alert that changed its state.
  func line(_ change: AlertChange) -> JSONObject { JSONObject([("kind", "alert")] + change.members) }

  /// The line of one series at the moment of a snapshot.
  func line(_ point: MetricPoint, of family: MetricFamily, at now: Nanoseconds) -> JSONObject {
    JSONObject([("kind", "metric"), ("at", .string(now.timestamp))] + family.members(of: point))
  }
}

private func object(_ members: [(String, JSON?)]) -> JSONObject {
  JSONObject(members.compactMap { key, value in value.map { (key: key, value: $0) } })
}

private func text(_ value: String?) -> JSON? { value.map { .string($0) } }
