internal import CallModel
internal import JSON
internal import PluginKit

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
  func line(_ change: AlertChange) -> JSONObject {
    object([
      ("kind", "alert"), ("at", .string(change.at.timestamp)), ("alert", .string(change.alert)),
      ("scope", .string("\(change.scope)")), ("signal", .string(change.signal.name)),
      ("from", .string(change.from.rawValue)), ("to", .string(change.to.rawValue)),
      ("value", number(change.evidence.value)), ("lower", number(change.evidence.lower)),
      ("upper", number(change.evidence.upper)), ("samples", JSON(change.evidence.samples)),
      ("threshold", JSON(change.threshold)),
    ])
  }

  /// The line of one series at the moment of a snapshot.
  func line(_ point: MetricPoint, of family: MetricFamily, at now: Nanoseconds) -> JSONObject {
    let labels = zip(family.labels, point.labelValues).filter { !$0.1.isEmpty }
    var members: [(String, JSON?)] = [
      ("kind", "metric"), ("at", .string(now.timestamp)), ("name", .string(family.name)),
      ("labels", .object(JSONObject(labels.map { (key: $0.0, value: .string($0.1)) }))),
    ]
    switch point.value {
    case .number(let value): members.append(("value", JSON(value)))
    case .summary(let quantiles, let sum, let count):
      members += [("sum", JSON(sum)), ("count", JSON(count))]
      members.append(
        ("quantiles", .object(JSONObject(quantiles.map { (key: "\($0.quantile)", value: JSON($0.value)) }))))
    case .histogram(let histogram, _):
      members += [
        ("sum", JSON(histogram.sum)), ("count", JSON(histogram.count)), ("zero_count", JSON(histogram.zeroCount)),
        ("scale", JSON(ExponentialHistogram.schema)), ("offset", JSON(histogram.offset)),
        ("buckets", .array(histogram.counts.map { JSON($0) })),
      ]
    }
    return object(members)
  }
}

private func object(_ members: [(String, JSON?)]) -> JSONObject {
  JSONObject(members.compactMap { key, value in value.map { (key: key, value: $0) } })
}

private func text(_ value: String?) -> JSON? { value.map { .string($0) } }

/// Null is for what is no number; what is absent is left out.
private func number(_ value: Double?) -> JSON? { value.map { JSON($0) } }
