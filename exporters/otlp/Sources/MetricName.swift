internal import CallModel

/// What a family is called in OpenTelemetry, and its unit.
///
/// The names that the GenAI conventions define are theirs. The others keep their Prometheus name
/// without `_total`: a receiver that writes Prometheus' names again adds it, and adds no unit that
/// the name ends with already, so that both ways lead to one series.
struct MetricName: Hashable {
  var name: String
  /// In UCUM; empty if there is none.
  var unit: String

  private static let conventional: [String: MetricName] = [
    "gen_ai_client_operation_duration_seconds": MetricName(name: "gen_ai.client.operation.duration", unit: "s"),
    "gen_ai_client_token_usage": MetricName(name: "gen_ai.client.token.usage", unit: "{token}"),
  ]

  private static let units = [("_seconds", "s"), ("_bytes", "By"), ("_ratio", "1"), ("_dollars", "{USD}")]

  init(name: String, unit: String) {
    self.name = name
    self.unit = unit
  }

  init(of family: MetricFamily) {
    if let conventional = Self.conventional[family.name] {
      self = conventional
      return
    }
    let isTotal = family.kind == .counter && family.name.hasSuffix("_total")
    name = isTotal ? String(family.name.dropLast("_total".count)) : family.name
    let found = Self.units.first { [name] in name.hasSuffix($0.0) }
    unit = found?.1 ?? ""
  }

  /// The attributes that the conventions define, by their labels.
  private static let attributes: [String: String] = [
    "gen_ai_operation_name": "gen_ai.operation.name", "gen_ai_provider_name": "gen_ai.provider.name",
    "gen_ai_request_model": "gen_ai.request.model", "gen_ai_token_type": "gen_ai.token.type",
    "error_type": "error.type",
  ]

  /// What a label is called as an attribute.
  static func attribute(_ label: String) -> String { attributes[label] ?? label }
}
