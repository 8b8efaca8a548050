internal import CallModel
internal import PluginKit
internal import Spending

/// The labels of an alert from outside that say what it is about.
private let alertmanagerLabels: [Dimension] = [.route, .provider, .model]

/// Signals of the design that this version does not have.
private let unbuiltSignals: Set<String> = ["anomaly_score", "spend_anomaly"]
private let knownSignals = "error_ratio, external, fail_ratio, latency, spend_rate"

extension Settings {
  /// The entries under `alerts:`.
  ///
  /// - Parameters:
  ///   - evaluators: The names that a rule over `fail_ratio` may look at.
  ///   - exporters: The names that `notify` may hold.
  mutating func alerts(evaluators: Set<String>, exporters: Set<String>) -> [AlertRule] {
    entries(under: "alerts", atMost: 200) { name, entry in
      let when =
        entry.requires("when", "the signal, and what is too much of it")
        ? entry.section("when") { $0.condition(evaluators: evaluators) } : nil
      let by = entry.dimensions("by")
      let on = entry.scope("on") ?? .everything
      let then = entry.section("then") { $0.consequence(exporters: exporters) }
      if when?.signal == .external { entry.checkLabels(by: by ?? []) }
      entry.finish()
      guard let when else { return nil }
      return AlertRule(
        name: name, signal: when.signal, above: when.above, window: when.window, minSamples: when.minSamples,
        holdFor: when.holdFor, by: by ?? (when.signal == .external ? alertmanagerLabels : [.route, .model]), on: on,
        throttle: then.throttle, mode: then.mode, notify: then.notify, spendLimit: when.spendLimit,
        resolveAfter: when.resolveAfter)
    }
  }

  private struct Condition {
    var signal = Signal.external
    var above = 0.0
    var window = Nanoseconds.minutes(10)
    var minSamples = 1
    var holdFor: Nanoseconds = 0
    var spendLimit: SpendRate?
    var resolveAfter = AlertRule.twiceAlertmanagersRepeat
  }

  /// The keys under `when:`.
  private mutating func condition(evaluators: Set<String>) -> Condition? {
    let name = requires("signal") ? text("signal") : nil
    if name == "external" { return external() }
    var condition = Condition()
    condition.window = duration("window", default: .minutes(10), in: .seconds(10)...(.hours(24)), "10s and 24h")
    condition.holdFor = duration("for", default: 0, in: 0...(.hours(24)), "0s and 24h")
    // Spend is counted, not estimated: one call can be too dear.
    condition.minSamples = integer("min_samples", default: name == "spend_rate" ? 1 : 50, in: 1...1_000_000)
    refuseUnbuilt(["baseline", "smallest_shift", "false_alarm_every"])
    let subject: (signal: Signal, above: Double)?
    switch name {
    case "fail_ratio": subject = failRatio(evaluators: evaluators)
    case "latency": subject = latency()
    case "error_ratio": subject = limitedShare().map { (.errorRatio, $0) }
    case "spend_rate":
      condition.spendLimit = requires("above") ? rate("above") : nil
      subject = condition.spendLimit.map { (.spendRate, $0.dollarsPerHour) }
    case let other:
      // Which further keys belong here depends on the signal: they are not judged without it.
      for key in keys { _ = raw(key) }
      if let other {
        report(
          unbuiltSignals.contains(other)
            ? "the signal '\(other)' is not built yet in this version; known: \(knownSignals)"
            : "there is no signal '\(other)'; known: \(knownSignals)", at: "signal")
      }
      subject = nil
    }
    guard let subject else { return nil }
    condition.signal = subject.signal
    condition.above = subject.above
    return condition
  }

  /// An alert from outside: the condition is judged there.
  private mutating func external() -> Condition {
    var condition = Condition()
    condition.resolveAfter = duration(
      "resolve_after", default: condition.resolveAfter, in: .minutes(1)...(.days(30)), "1m and 30d")
    return condition
  }

  /// Alerts from outside bear no other labels.
  private mutating func checkLabels(by: [Dimension]) {
    let known = alertmanagerLabels.map(\.rawValue).joined(separator: ", ")
    for dimension in by where !alertmanagerLabels.contains(dimension) {
      report("an alert from outside has no label '\(dimension.rawValue)' that counts; those are \(known)", at: "by")
    }
  }

  private mutating func failRatio(evaluators: Set<String>) -> (Signal, Double)? {
    let evaluator = requires("evaluator") ? text("evaluator") : nil
    if let evaluator, !evaluators.contains(evaluator) {
      let known = evaluators.isEmpty ? "none is configured" : "known: \(evaluators.sorted().joined(separator: ", "))"
      report("there is no evaluator '\(evaluator)'; \(known)", at: "evaluator")
    }
    if has("baseline") { return nil }  // It stands in place of `above`, and has been refused.
    let above = limitedShare()
    guard let evaluator, let above else { return nil }
    return (.failRatio(evaluator: evaluator), above)
  }

  private mutating func limitedShare() -> Double? {
    let above = requires("above") ? share("above") : nil
    if let above, above >= 1 { report("a share is never above 100%", at: "above") }
    return above
  }

  /// Money per time: `$5/h`, `$0.50/10m`.
  private mutating func rate(_ key: String) -> SpendRate? {
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

  private mutating func latency() -> (Signal, Double)? {
    let quantile = share("quantile") ?? 0.95
    if !(0.01...0.999).contains(quantile) { report("must lie between 0.01 and 0.999", at: "quantile") }
    let above = requires("above") ? duration("above") : nil
    if let above, above <= 0 { report("must be longer than nothing", at: "above") }
    return above.map { (.latency(quantile: quantile), $0.inSeconds) }
  }

  private enum Mode: String, CaseIterable {
    case shadow, enforce
  }

  /// The keys under `then:`; by default nothing follows but the alert itself.
  private mutating func consequence(
    exporters: Set<String>
  ) -> (throttle: ThrottlePolicy?, mode: Enforcement, notify: [String]) {
    let throttle = has("throttle") ? section("throttle") { $0.throttle() } : nil
    let mode: Enforcement = choice("mode", default: Mode.shadow) == .enforce ? .enforce : .shadow
    if mode == .enforce, throttle == nil {
      report("there is no throttle to enforce; write throttle: {}", at: "mode", severity: .warning)
    }
    refuseUnbuilt(["degrade"])
    return (throttle, mode, notify(exporters: exporters))
  }

  /// Who is told, each once.
  private mutating func notify(exporters: Set<String>) -> [String] {
    var result: [String] = []
    for name in words("notify") ?? [] {
      if !exporters.contains(name) {
        let known = exporters.isEmpty ? "none is configured" : "known: \(exporters.sorted().joined(separator: ", "))"
        report("there is no exporter '\(name)'; \(known)", at: "notify")
      } else if result.contains(name) {
        report("'\(name)' stands here twice", at: "notify")
      } else {
        result.append(name)
      }
    }
    return result
  }

  private mutating func throttle() -> ThrottlePolicy {
    var result = ThrottlePolicy()
    if let floor = share("floor") {
      // Only admitted calls show that answers are good again: at zero nothing would reopen it.
      if floor < 0.001 {
        report("must be at least 0.1%: the calls let through show when answers are good again", at: "floor")
      }
      result.floor = floor
    }
    result.stepAtLeast = duration(
      "step_at_least", default: result.stepAtLeast, in: .seconds(1)...(.hours(1)), "1s and 1h")
    refuseUnbuilt(["cap"])
    return result
  }

  mutating func dimensions(_ key: String) -> [Dimension]? {
    guard let names = words(key) else { return nil }
    var result: [Dimension] = []
    for name in names {
      guard let dimension = Dimension(rawValue: name) else {
        let known = Dimension.allCases.map(\.rawValue).joined(separator: ", ")
        report("'\(name)' is no dimension; known are \(known)", at: key)
        continue
      }
      if result.contains(dimension) { report("'\(name)' stands here twice", at: key) }
      result.append(dimension)
    }
    return result
  }
}
