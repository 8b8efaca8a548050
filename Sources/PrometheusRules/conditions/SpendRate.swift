internal import CallModel

extension WindowCondition {
  /// What calls cost, in dollars an hour; nil if the rule looks at more than route, provider and model.
  ///
  /// Here it is a floating-point number: Prometheus has no other.
  static func spendRate(_ rule: AlertRule) -> WindowCondition? {
    guard MetricLabels.calls.cover(rule) else { return nil }
    let matchers = MetricLabels.calls.matchers(rule)
    let window = PromQL.duration(rule.window)
    let dollars = rule.sum("rate(assay_spend_dollars_total\(PromQL.selector(matchers))[\(window)])")
    let calls = rule.growth(of: "assay_calls_total", matchers)
    let unpriced = rule.growth(of: "assay_unpriced_calls_total", matchers)
    return WindowCondition(
      value: Recording(name: rule.recordName("assay_spend_dollars_per_hour", "rate"), expression: "\(dollars) * 3600"),
      samples: rule.minSamples > 1
        ? Recording(name: rule.recordName("assay_priced_calls", "increase"), expression: "\(calls)\n-\n\(unpriced)")
        : nil,
      threshold: rule.above, summary: "calls cost {{ $value | printf \"%.2f\" }} dollars an hour")
  }
}
