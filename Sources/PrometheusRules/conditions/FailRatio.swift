internal import CallModel

extension WindowCondition {
  /// The weighted share of judged calls that an evaluator failed; nil if the rule looks at more than
  /// route and model.
  static func failRatio(_ rule: AlertRule, evaluator: String) -> WindowCondition? {
    guard MetricLabels.evaluations.cover(rule) else { return nil }
    let matchers = [PromQL.equal("evaluator", evaluator)] + MetricLabels.evaluations.matchers(rule)
    let failed = rule.growth(of: "assay_failed_weight_total", matchers)
    let evaluated = rule.growth(of: "assay_evaluated_weight_total", matchers)
    let judged = rule.growth(of: "assay_evaluations_total", matchers + ["verdict=~\"pass|fail\""])
    return WindowCondition(
      value: Recording(
        name: rule.recordName("assay_fail_ratio", "rate"), expression: "\(failed)\n/\n(\(evaluated) > 0)"),
      samples: Recording(name: rule.recordName("assay_judged_calls", "increase"), expression: judged),
      threshold: rule.above, summary: "{{ $value | humanizePercentage }} of the judged answers fail \(evaluator)")
  }
}
