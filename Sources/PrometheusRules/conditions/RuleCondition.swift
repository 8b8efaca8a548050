internal import CallModel

/// How Prometheus can come to know that a rule's condition holds.
enum RuleCondition {
  /// It evaluates the condition itself.
  case window(WindowCondition)
  /// PromQL cannot say it: Assay does, in `assay_alert_firing`.
  case firing
  /// It is Prometheus' own alert. To hand it back would keep it up for ever.
  case external

  /// A further kind of condition is a file beside this one and a case here.
  init(_ rule: AlertRule, _ options: RuleOptions) {
    if rule.signal == .external {
      self = .external
      return
    }
    guard rule.condition == .window else {
      self = .firing
      return
    }
    let window: WindowCondition?
    switch rule.signal {
    case .failRatio(let evaluator): window = .failRatio(rule, evaluator: evaluator)
    case .latency(let quantile): window = .latency(rule, quantile: quantile, options.histograms)
    case .errorRatio(nil): window = .outcomeRatio(rule, "error", of: nil, "the calls end in an error")
    case .truncationRatio: window = .outcomeRatio(rule, "truncated", of: "error", "the answers are cut off")
    case .refusalRatio: window = .outcomeRatio(rule, "filtered", of: "error", "the answers are withheld")
    case .spendRate: window = .spendRate(rule)
    // No metric says it.
    case .errorRatio, .labelRatio, .timeToFirstToken, .costPerCall, .tokensPerCall, .spendAnomaly, .external:
      window = nil
    }
    self = window.map { .window($0) } ?? .firing
  }
}
