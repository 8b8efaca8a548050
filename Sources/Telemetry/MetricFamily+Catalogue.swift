import CallModel

/// The families that calls, verdicts and admissions make, still without points.
///
/// Names and labels are a contract with users' dashboards and rules.
extension MetricFamily {
  private static let call = ["route", "provider", "model"]
  private static let evaluation = ["evaluator", "route", "model"]
  private static let client = ["gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model"]

  static let calls = MetricFamily(
    name: "assay_calls_total", help: "Calls to models, by how they ended.", kind: .counter,
    labels: call + ["outcome"], points: [])
  static let durations = MetricFamily(
    name: "assay_call_duration_seconds",
    help: "How long calls took: quantiles over the last five minutes, sum and count since the start.",
    kind: .summary, labels: call, points: [])
  static let firstTokens = MetricFamily(
    name: "assay_time_to_first_token_seconds", help: "How long streaming calls waited for their first token.",
    kind: .histogram, labels: call, points: [])
  static let tokens = MetricFamily(
    name: "assay_tokens_total",
    help: "Tokens that calls reported. Input includes cache reads and writes, output includes reasoning.",
    kind: .counter, labels: call + ["type"], points: [])
  static let spend = MetricFamily(
    name: "assay_spend_dollars_total", help: "What the priced calls cost, in US dollars.", kind: .counter,
    labels: call, points: [])
  static let unpriced = MetricFamily(
    name: "assay_unpriced_calls_total", help: "Calls whose cost is unknown; they are in no amount of dollars.",
    kind: .counter, labels: call, points: [])

  static let clientDurations = MetricFamily(
    name: "gen_ai_client_operation_duration_seconds", help: "GenAI operation duration.", kind: .histogram,
    labels: client + ["error_type"], points: [])
  static let clientTokens = MetricFamily(
    name: "gen_ai_client_token_usage", help: "Tokens of one call, by type.", kind: .histogram,
    labels: client + ["gen_ai_token_type"], points: [])

  static let evaluations = MetricFamily(
    name: "assay_evaluations_total", help: "Verdicts on calls that were judged.", kind: .counter,
    labels: evaluation + ["verdict"], points: [])
  static let evaluatedWeight = MetricFamily(
    name: "assay_evaluated_weight_total",
    help: "Calls that the passed and failed ones stand for: the denominator of the fail ratio.", kind: .counter,
    labels: evaluation, points: [])
  static let failedWeight = MetricFamily(
    name: "assay_failed_weight_total",
    help: "Calls that the failed ones stand for: the numerator of the fail ratio.", kind: .counter,
    labels: evaluation, points: [])

  static let admissions = MetricFamily(
    name: "assay_admissions_total", help: "Answers to whether a call may go, with their reasons.", kind: .counter,
    labels: ["route", "decision", "reason"], points: [])
  static let foldedLabels = MetricFamily(
    name: "assay_label_folded_total",
    help: "Records that a metric counts under other, since its labels are at their limit.", kind: .counter,
    labels: ["metric"], points: [])

  /// The family with points, or nothing if there are none.
  func with(_ points: [MetricPoint]) -> [MetricFamily] {
    if points.isEmpty { return [] }
    var family = self
    family.points = points
    return [family]
  }
}
