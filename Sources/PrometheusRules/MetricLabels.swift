internal import CallModel

/// Under which labels a metric has the dimensions of calls.
struct MetricLabels {
  private let names: [Dimension: String]

  /// `assay_calls_total`, `assay_spend_dollars_total` and the like.
  static let calls = MetricLabels(names: [.route: "route", .provider: "provider", .model: "model"])
  /// `assay_evaluations_total` and the like.
  static let evaluations = MetricLabels(names: [.route: "route", .model: "model"])
  /// `gen_ai_client_operation_duration_seconds` (OTel GenAI metrics): it knows no route.
  static let client = MetricLabels(names: [.provider: "gen_ai_provider_name", .model: "gen_ai_request_model"])

  /// Whether the metric tells apart what a rule tells apart.
  func cover(_ rule: AlertRule) -> Bool {
    (rule.by + rule.on.clauses.map(\.dimension)).allSatisfy { names[$0] != nil }
  }

  /// The matchers of what a rule looks at.
  func matchers(_ rule: AlertRule) -> [String] {
    rule.on.clauses.compactMap { clause in names[clause.dimension].map { PromQL.matcher($0, pattern: clause.pattern) } }
  }

  /// An expression whose series have labels that are named as dimensions are.
  func renamed(_ expression: String, _ dimensions: [Dimension]) -> String {
    dimensions.reduce(expression) { inner, dimension in
      guard let name = names[dimension], name != dimension.rawValue else { return inner }
      return "label_replace(\(inner), \"\(dimension.rawValue)\", \"$1\", \"\(name)\", \"(.*)\")"
    }
  }
}
