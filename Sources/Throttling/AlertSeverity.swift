internal import CallModel

/// What a firing window alert tells the controller: how bad it is, what is healthy, and what is tolerated.
///
/// The healthy level is half of what the rule tolerates, since a window has learned none.
///
/// For a latency quantile `q` above its threshold `c`, the ratio in question is that of calls
/// longer than `c`: tolerated is 1 − q. Where it has not been counted it is estimated by a tail
/// that falls with the cube of the duration, `(1 − q) · (value / c)³`, about what a log-normal
/// with σ = 0.8 does near its 99th percentile.
///
/// For spend it is the share of the money that is over the limit, `1 − limit / rate`: the share
/// of calls to turn away. An alert from outside has no such numbers: all of it is bad.
struct AlertSeverity {
  let estimate: Double
  let healthy: Double
  let limit: Double
  /// Spend only: the limit in dollars an hour, and what a call costs on average in dollars.
  var spend: (limit: Double, usualCost: Double)?
  /// The alert's numbers as a clause.
  let evidence: String

  /// - Parameter detected: what a detector says that has learned the usual level; it is believed
  ///   before the window.
  init(of change: AlertChange, rule: AlertRule, exceedance: Double? = nil, detected: DetectedShift? = nil) {
    var severity = AlertSeverity(ofWindow: change, rule: rule, exceedance: exceedance)
    if let detected {
      if ThrottleCause(of: rule.signal) == .spend {
        // Where no limit is stated there is nothing but what is usual to hold it to.
        let isCapped = rule.throttle?.cap == .usualRate || rule.above <= 0
        if let usual = detected.usualRate, isCapped, usual.isFinite, usual >= 0 {
          let spending = change.evidence.value ?? rule.above
          severity = AlertSeverity(
            estimate: clamp(1 - usual / max(spending, 1e-9), 0, 1), healthy: 0, limit: 0,
            spend: (usual, severity.spend?.usualCost ?? 0),
            evidence: severity.evidence + ", and held to the usual \(dollars(usual)) an hour")
        }
      } else {
        severity = AlertSeverity(
          estimate: clamp(detected.estimate, 0, 1), healthy: clamp(detected.healthy, 0, 1),
          limit: clamp(detected.tolerated, 0, 1), spend: nil, evidence: detected.clause(of: rule.signal))
      }
    }
    self = severity
  }

  private init(
    estimate: Double, healthy: Double, limit: Double, spend: (limit: Double, usualCost: Double)?, evidence: String
  ) {
    self.estimate = estimate
    self.healthy = healthy
    self.limit = limit
    self.spend = spend
    self.evidence = evidence
  }

  private init(ofWindow change: AlertChange, rule: AlertRule, exceedance: Double?) {
    let samples = "\(change.evidence.samples) samples in \(spell(rule.window))"
    var interval = ""
    if let lower = change.evidence.lower, let upper = change.evidence.upper {
      interval = " (95 %: \(percent(lower)) to \(percent(upper)))"
    }
    switch rule.signal {
    case .failRatio(let evaluator), .labelRatio(let evaluator, _):
      limit = rule.above
      estimate = change.evidence.value ?? rule.above
      evidence =
        "fail ratio of \(evaluator) \(percent(estimate))\(interval) over \(samples) is above \(percent(rule.above))"
    case .latency(let quantile), .timeToFirstToken(let quantile):
      limit = 1 - quantile
      let value = change.evidence.value ?? rule.above
      let ratio = clamp(value / max(rule.above, 1e-9), 1, 1e3)
      estimate = clamp(exceedance ?? limit * ratio * ratio * ratio, 0, 1)
      evidence =
        "\(decimal(value, places: 2)) s at quantile \(decimal(quantile, places: 4)) over \(samples) is above "
        + "\(decimal(rule.above, places: 2)) s, with \(percent(estimate)) of calls longer than that"
    case .errorRatio, .truncationRatio, .refusalRatio:
      limit = rule.above
      estimate = change.evidence.value ?? rule.above
      evidence =
        "\(rule.signal.name.replacingUnderscores) \(percent(estimate))\(interval) over \(samples) is above "
        + percent(rule.above)
    case .spendRate, .costPerCall, .tokensPerCall, .spendAnomaly:
      limit = 0
      let value = max(change.evidence.value ?? rule.above, 1e-9)
      estimate = clamp(1 - rule.above / value, 0, 1)
      let spent = change.evidence.spent?.dollars ?? 0
      spend = (rule.above, spent / Double(max(1, change.evidence.samples)))
      evidence = "spend of \(dollars(value)) an hour over \(samples) is above \(dollars(rule.above)) an hour"
    case .external:
      limit = 0
      estimate = 1
      let count = change.evidence.samples
      evidence = count == 1 ? "1 alert outside fires" : "\(count) alerts outside fire"
    }
    healthy = limit / 2
  }
}

extension String {
  fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}

extension DetectedShift {
  /// The alarm's numbers as a clause.
  fileprivate func clause(of signal: Signal) -> String {
    let subject: String
    switch signal {
    case .failRatio(let evaluator): subject = "fail ratio of \(evaluator)"
    case .labelRatio(let evaluator, let label): subject = "share that \(evaluator) calls \(label)"
    case .latency, .timeToFirstToken: subject = "share of calls longer than \(decimal(threshold ?? 0, places: 2)) s"
    case .errorRatio: subject = "error ratio"
    default: subject = "share of bad calls"
    }
    return "\(subject) has shifted to about \(percent(estimate)) from \(percent(healthy))"
      + " (tolerated \(percent(tolerated)))"
  }
}
