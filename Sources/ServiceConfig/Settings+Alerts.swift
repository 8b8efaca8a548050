internal import CallModel
internal import PluginKit

/// Signals of the design that this version does not have.
private let unbuiltSignals: Set<String> = ["anomaly_score", "error_ratio", "external", "spend_anomaly", "spend_rate"]

extension Settings {
  /// The entries under `alerts:`.
  ///
  /// - Parameter evaluators: The names that a rule over `fail_ratio` may look at.
  mutating func alerts(evaluators: Set<String>) -> [AlertRule] {
    entries(under: "alerts", atMost: 200) { name, entry in
      let when =
        entry.requires("when", "the signal, and what is too much of it")
        ? entry.section("when") { $0.condition(evaluators: evaluators) } : nil
      let by = entry.dimensions("by") ?? [.route, .model]
      let on = entry.scope("on") ?? .everything
      let then = entry.section("then") { $0.consequence() }
      entry.finish()
      guard let when else { return nil }
      return AlertRule(
        name: name, signal: when.signal, above: when.above, window: when.window, minSamples: when.minSamples,
        holdFor: when.holdFor, by: by, on: on, throttle: then.throttle, mode: then.mode)
    }
  }

  private struct Condition {
    var signal: Signal
    var above: Double
    var window: Nanoseconds
    var minSamples: Int
    var holdFor: Nanoseconds
  }

  /// The keys under `when:`.
  private mutating func condition(evaluators: Set<String>) -> Condition? {
    let window = duration("window", default: .minutes(10), in: .seconds(10)...(.hours(24)), "10s and 24h")
    let holdFor = duration("for", default: 0, in: 0...(.hours(24)), "0s and 24h")
    let minSamples = integer("min_samples", default: 50, in: 1...1_000_000)
    refuseUnbuilt(["baseline", "smallest_shift", "false_alarm_every"])
    let subject: (signal: Signal, above: Double)?
    switch requires("signal") ? text("signal") : nil {
    case "fail_ratio": subject = failRatio(evaluators: evaluators)
    case "latency": subject = latency()
    case let other:
      // Which further keys belong here depends on the signal: they are not judged without it.
      for key in keys { _ = raw(key) }
      if let other {
        report(
          unbuiltSignals.contains(other)
            ? "the signal '\(other)' is not built yet in this version; known: fail_ratio, latency"
            : "there is no signal '\(other)'; known: fail_ratio, latency", at: "signal")
      }
      subject = nil
    }
    return subject.map {
      Condition(signal: $0.signal, above: $0.above, window: window, minSamples: minSamples, holdFor: holdFor)
    }
  }

  private mutating func failRatio(evaluators: Set<String>) -> (Signal, Double)? {
    let evaluator = requires("evaluator") ? text("evaluator") : nil
    if let evaluator, !evaluators.contains(evaluator) {
      let known = evaluators.isEmpty ? "none is configured" : "known: \(evaluators.sorted().joined(separator: ", "))"
      report("there is no evaluator '\(evaluator)'; \(known)", at: "evaluator")
    }
    if has("baseline") { return nil }  // It stands in place of `above`, and has been refused.
    let above = requires("above") ? share("above") : nil
    if let above, above >= 1 { report("a share is never above 100%", at: "above") }
    guard let evaluator, let above else { return nil }
    return (.failRatio(evaluator: evaluator), above)
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
  private mutating func consequence() -> (throttle: ThrottlePolicy?, mode: Enforcement) {
    let throttle = has("throttle") ? section("throttle") { $0.throttle() } : nil
    let mode: Enforcement = choice("mode", default: Mode.shadow) == .enforce ? .enforce : .shadow
    if mode == .enforce, throttle == nil {
      report("there is no throttle to enforce; write throttle: {}", at: "mode", severity: .warning)
    }
    refuseUnbuilt(["notify", "degrade"])
    return (throttle, mode)
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

  private mutating func dimensions(_ key: String) -> [Dimension]? {
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
