internal import CallModel
internal import PluginKit
internal import Simulation

extension Settings {
  /// One entry under `alerts:` of a world: a condition against a level that is known, or one over
  /// a window; its throttle always enforces.
  mutating func watch(_ name: String, evaluators: Set<String>) -> Watch? {
    let signal = signal(evaluators: evaluators)
    let level = share("level")
    var test: Watch.LevelTest?
    if let level {
      test = Watch.LevelTest(
        level: level, shift: share("smallest_shift") ?? 0.05,
        falseAlarmEvery: duration(
          "false_alarm_every", default: .days(30), in: .hours(1)...(.days(3_650)), "1h and 3650d"))
    }
    var rule = AlertRule(
      name: name, signal: signal?.signal ?? .errorRatio, above: level ?? 0,
      window: duration("window", default: .minutes(10), in: .seconds(10)...(.hours(24)), "10s and 24h"),
      minSamples: integer("min_samples", default: 50, in: 1...1_000_000),
      holdFor: duration("for", default: 0, in: 0...(.hours(24)), "0s and 24h"),
      by: dimensions("by") ?? [.route, .model], on: scope("on") ?? .everything, mode: .enforce)
    rule.throttle = section("throttle") { $0.throttle() }
    if let degrade = text("degrade") { rule.throttle?.degrade = degrade }
    switch signal?.signal {
    case .spendRate:
      if level != nil { report("spend has no level; write above: $5/h", at: "level") }
      rule.spendLimit = requires("above") ? rate("above") : nil
      rule.above = rule.spendLimit?.dollarsPerHour ?? 0
      rule.minSamples = 1
    case .latency: rule.above = signal?.threshold ?? 0
    case nil: break
    default:
      if level == nil { rule.above = (requires("above", "a share, or write level") ? share("above") : nil) ?? 0 }
    }
    finish()
    return signal.map { _ in Watch(rule, test: test) }
  }

  private mutating func signal(evaluators: Set<String>) -> (signal: Signal, threshold: Double?)? {
    let name = requires("signal") ? text("signal") : nil
    switch name {
    case "fail_ratio":
      let evaluator = requires("evaluator") ? text("evaluator") : nil
      if let evaluator, !evaluators.contains(evaluator) {
        report("this world has no evaluator '\(evaluator)'", at: "evaluator")
      }
      return evaluator.map { (.failRatio(evaluator: $0), nil) }
    case "error_ratio": return (.errorRatio, nil)
    case "spend_rate": return (.spendRate, nil)
    case "latency":
      let quantile = share("quantile") ?? 0.99
      if !(0.01...0.999).contains(quantile) { report("must lie between 0.01 and 0.999", at: "quantile") }
      let above = requires("longer_than") ? duration("longer_than") : nil
      return above.map { (.latency(quantile: quantile), $0.inSeconds) }
    case nil: return nil
    case let other?:
      report("there is no signal '\(other)'; known: error_ratio, fail_ratio, latency, spend_rate", at: "signal")
      return nil
    }
  }
}
