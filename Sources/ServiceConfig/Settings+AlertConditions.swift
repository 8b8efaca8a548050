internal import CallModel
internal import PluginKit
internal import Spending

private let knownSignals = [
  "cost_per_call", "error_ratio", "external", "fail_ratio", "latency", "refusal_ratio", "spend_anomaly", "spend_rate",
  "time_to_first_token", "tokens_per_call", "truncation_ratio",
]

/// What stands under `when:` of an alert.
struct WrittenCondition {
  var signal = Signal.external
  var above = 0.0
  var window = Nanoseconds.minutes(10)
  var minSamples = 1
  var holdFor: Nanoseconds = 0
  var spendLimit: SpendRate?
  var resolveAfter = AlertRule.twiceAlertmanagersRepeat
  var condition = AlertCondition.window
}

extension Settings {
  /// The keys under `when:`.
  ///
  /// - Parameter evaluators: the names that a rule over verdicts may look at.
  mutating func condition(evaluators: Set<String>) -> WrittenCondition? {
    let name = requires("signal") ? text("signal") : nil
    switch name {
    case "external": return external()
    case "spend_anomaly": return spendAnomaly()
    default: break
    }
    guard let subject = subject(name, evaluators: evaluators) else { return nil }
    var condition = WrittenCondition()
    condition.signal = subject
    condition.window = duration("window", default: .minutes(10), in: .seconds(10)...(.hours(24)), "10s and 24h")
    condition.holdFor = duration("for", default: 0, in: 0...(.hours(24)), "0s and 24h")
    if has("baseline") { return sequential(condition) }
    for key in ["smallest_shift", "false_alarm_every"] where has(key) {
      _ = raw(key)
      report("belongs to a sequential test: write baseline: learned, or baseline: objective, beside it", at: key)
    }
    // Spend is counted, not estimated: one call can be too dear.
    condition.minSamples = integer("min_samples", default: subject == .spendRate ? 1 : 50, in: 1...1_000_000)
    if has("objective") { return burnRate(condition) }
    return limited(condition)
  }

  /// What is looked at; nil if that cannot be told.
  private mutating func subject(_ name: String?, evaluators: Set<String>) -> Signal? {
    switch name {
    case "fail_ratio": return verdicts(evaluators: evaluators)
    case "latency": return .latency(quantile: quantile())
    case "time_to_first_token": return .timeToFirstToken(quantile: quantile())
    case "error_ratio": return .errorRatio(type: text("type"))
    case "truncation_ratio": return .truncationRatio
    case "refusal_ratio": return .refusalRatio
    case "spend_rate": return .spendRate
    case "cost_per_call": return .costPerCall
    case "tokens_per_call": return .tokensPerCall
    case let other:
      if let other {
        report("there is no signal '\(other)'; known: \(knownSignals.joined(separator: ", "))", at: "signal")
      }
      takeTheRest()
      return nil
    }
  }

  /// Which further keys belong here depends on what is missing: they are not judged without it.
  private mutating func takeTheRest() {
    for key in keys { _ = raw(key) }
  }

  private mutating func verdicts(evaluators: Set<String>) -> Signal? {
    let evaluator = requires("evaluator") ? text("evaluator") : nil
    if let evaluator, !evaluators.contains(evaluator) {
      let known = evaluators.isEmpty ? "none is configured" : "known: \(evaluators.sorted().joined(separator: ", "))"
      report("there is no evaluator '\(evaluator)'; \(known)", at: "evaluator")
    }
    let label = text("label")
    // What else is wrong is said too, as if it looked at an evaluator without a name.
    let name = evaluator ?? ""
    return label.map { .labelRatio(evaluator: name, label: $0) } ?? .failRatio(evaluator: name)
  }

  private mutating func quantile() -> Double {
    let quantile = share("quantile") ?? 0.95
    if !(0.01...0.999).contains(quantile) { report("must lie between 0.01 and 0.999", at: "quantile") }
    return quantile
  }

  /// `above`, in the unit of the signal.
  private mutating func limited(_ written: WrittenCondition) -> WrittenCondition? {
    var condition = written
    guard requires("above") else { return nil }
    let above: Double?
    switch condition.signal {
    case .latency, .timeToFirstToken:
      let limit = duration("above")
      if let limit, limit <= 0 { report("must be longer than nothing", at: "above") }
      above = limit?.inSeconds
    case .spendRate:
      condition.spendLimit = rate("above")
      above = condition.spendLimit?.dollarsPerHour
    case .costPerCall: above = amount("above")
    case .tokensPerCall: above = Double(integer("above", default: 1, in: 1...1_000_000_000))
    default:
      above = share("above")
      if let above, above >= 1 { report("a share is never above 100%", at: "above") }
    }
    guard let above else { return nil }
    condition.above = above
    return condition
  }

  private mutating func amount(_ key: String) -> Double? {
    guard let written = text(key) else { return nil }
    if written.first == "$", let amount = NanoDollars(decimal: written.dropFirst()), amount > .zero {
      return amount.dollars
    }
    report("'\(written)' is no amount of money above 0; write $0.05", at: key)
    return nil
  }

  /// Money per time: `$5/h`, `$0.50/10m`.
  mutating func rate(_ key: String) -> SpendRate? {
    guard let written = text(key) else { return nil }
    let sides = written.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if sides.count == 2, sides[0].first == "$", let amount = NanoDollars(decimal: sides[0]),
      let per = Nanoseconds(written: sides[1]) ?? Nanoseconds(written: "1\(sides[1])")
    {
      if (Nanoseconds.seconds(1)...(.days(366))).contains(per), amount > .zero { return SpendRate(amount, per: per) }
      report("must be more than nothing, in a time of 1s to 366d", at: key)
      return nil
    }
    report("'\(written)' is no spend in a time; write $5/h or $100/24h", at: key)
    return nil
  }

  /// An alert from outside: the condition is judged there.
  private mutating func external() -> WrittenCondition {
    var condition = WrittenCondition()
    condition.resolveAfter = duration(
      "resolve_after", default: condition.resolveAfter, in: .minutes(1)...(.days(30)), "1m and 30d")
    return condition
  }
}
