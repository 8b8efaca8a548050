internal import CallModel

extension WindowCondition {
  /// The share of calls that ended in one way; nil if the rule looks at more than route, provider and
  /// model.
  ///
  /// - Parameters:
  ///   - excluded: calls that ended like this say nothing.
  ///   - what: what such calls did, for people.
  static func outcomeRatio(
    _ rule: AlertRule, _ outcome: String, of excluded: String?, _ what: String
  ) -> WindowCondition? {
    guard MetricLabels.calls.cover(rule) else { return nil }
    let matchers = MetricLabels.calls.matchers(rule)
    let calls = rule.growth(of: "assay_calls_total", matchers + (excluded.map { ["outcome!=\"\($0)\""] } ?? []))
    let hits = rule.growth(of: "assay_calls_total", matchers + ["outcome=\"\(outcome)\""])
    return WindowCondition(
      value: Recording(
        name: rule.recordName("assay_\(rule.signal.name)", "rate"),
        // Without any such call there is no series of them.
        expression: "(\(hits) or 0 * \(calls))\n/\n(\(calls) > 0)"),
      samples: Recording(name: rule.recordName("assay_calls", "increase"), expression: calls),
      threshold: rule.above, summary: "{{ $value | humanizePercentage }} of \(what)")
  }
}
