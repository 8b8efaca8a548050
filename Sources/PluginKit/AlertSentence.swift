public import CallModel

extension AlertChange {
  /// What happened, as a sentence for a person: "answers-refused fires for route=support: the fail_ratio of
  /// no-refusal is 42 % (31 % to 54 %), above 10 %, on 80 samples."
  public var sentence: String {
    let verb =
      switch to {
      case .firing: from == .firing ? "still fires" : "fires"
      case .resolved: "has resolved"
      case .pending: "is pending"
      case .inactive: "is inactive"
      }
    let place = scope.clauses.isEmpty ? "" : " for \(scope)"
    return "\(alert) \(verb)\(place): \(finding)."
  }

  /// What the change rests on, without its subject: "the error_ratio is 12 %, above 5 %, on 300 samples".
  public var finding: String {
    if signal == .external {
      return "\(evidence.samples) \(evidence.samples == 1 ? "alert fires" : "alerts fire") outside"
    }
    let subject =
      switch signal {
      case .failRatio(let evaluator): "the fail_ratio of \(evaluator)"
      case .latency(let quantile): "the \(percent(quantile)) quantile of the latency"
      default: "the \(signal.name)"
      }
    guard let value = evidence.value, value.isFinite else { return "\(subject) is unknown" }
    var text = "\(subject) is \(written(value))"
    if let lower = evidence.lower, let upper = evidence.upper, lower.isFinite, upper.isFinite {
      text += " (\(written(lower)) to \(written(upper)))"
    }
    if threshold.isFinite { text += ", \(value > threshold ? "above" : "not above") \(written(threshold))" }
    return text + ", on \(evidence.samples) samples"
  }

  private func written(_ value: Double) -> String {
    switch signal {
    case .latency: "\(rounded(value, places: 3)) s"
    case .spendRate: "$\(rounded(value, places: 2)) an hour"
    default: percent(value)
    }
  }
}

private func percent(_ share: Double) -> String { "\(rounded(share * 100, places: 1)) %" }

/// A number with so many decimals at most.
private func rounded(_ value: Double, places: Int) -> String {
  guard value.magnitude < 1e12 else { return "\(value)" }
  let factor = places == 3 ? 1_000.0 : places == 2 ? 100.0 : 10.0
  let rounded = (value * factor).rounded() / factor
  return rounded == rounded.rounded() ? "\(Int64(rounded))" : "\(rounded)"
}
