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
    let window: WindowCondition?
    switch rule.condition {
    case .window: window = Self.overOneWindow(rule, options)
    case .burnRate(let objective):
      window = .burnRate(rule, objective: objective) { Self.overOneWindow($0, options) }
    case .sequential: window = nil
    }
    self = window.map { .window($0) } ?? .firing
  }

  private static func overOneWindow(_ rule: AlertRule, _ options: RuleOptions) -> WindowCondition? {
    switch rule.signal {
    case .failRatio(let evaluator): .failRatio(rule, evaluator: evaluator)
    case .latency(let quantile): .latency(rule, quantile: quantile, options.histograms)
    case .errorRatio(nil): .outcomeRatio(rule, "error", of: nil, "the calls end in an error")
    case .truncationRatio: .outcomeRatio(rule, "truncated", of: "error", "the answers are cut off")
    case .refusalRatio: .outcomeRatio(rule, "filtered", of: "error", "the answers are withheld")
    case .spendRate: .spendRate(rule)
    // No metric says it.
    case .errorRatio, .labelRatio, .timeToFirstToken, .costPerCall, .tokensPerCall, .spendAnomaly, .external:
      nil
    }
  }
}
