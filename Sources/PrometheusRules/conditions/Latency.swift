internal import CallModel

extension WindowCondition {
  /// The largest finite bound of the classic buckets, which OTel's GenAI conventions advise.
  private static let largestBound = 81.92

  /// A quantile of the durations; nil if the rule looks at more than provider and model, or beyond what
  /// classic buckets can tell.
  static func latency(_ rule: AlertRule, quantile: Double, _ histograms: RuleOptions.Histograms) -> WindowCondition? {
    let labels = MetricLabels.client
    guard labels.cover(rule) else { return nil }
    let matchers = PromQL.selector(labels.matchers(rule))
    let window = PromQL.duration(rule.window)
    let metric = "gen_ai_client_operation_duration_seconds"
    let buckets: String
    let count: String
    switch histograms {
    case .classic:
      // A quantile in the last bucket is reported as that bucket's lower bound.
      guard rule.above < largestBound else { return nil }
      buckets = rule.sum(
        labels.renamed("rate(\(metric)_bucket\(matchers)[\(window)])", rule.by), extra: ["le"])
      count = rule.sum(labels.renamed("increase(\(metric)_count\(matchers)[\(window)])", rule.by))
    case .native:
      buckets = rule.sum(labels.renamed("rate(\(metric)\(matchers)[\(window)])", rule.by))
      count = "histogram_count(\(rule.sum(labels.renamed("increase(\(metric)\(matchers)[\(window)])", rule.by))))"
    }
    let percent = percentText(quantile)
    let name = percent.replacing(".", with: "_")
    return WindowCondition(
      value: Recording(
        name: rule.recordName(metric, "p\(name)_rate"), expression: "histogram_quantile(\(quantile), \(buckets))"),
      samples: Recording(name: rule.recordName("gen_ai_client_operations", "increase"), expression: count),
      threshold: rule.above, summary: "\(percent) % of the calls take up to {{ $value | humanizeDuration }}")
  }

  /// `95`, `99.9`.
  private static func percentText(_ quantile: Double) -> String {
    let rounded = (quantile * 100_000).rounded() / 1_000
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}
