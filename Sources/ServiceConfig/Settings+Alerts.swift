internal import CallModel
internal import PluginKit
internal import Spending

/// The labels of an alert from outside that say what it is about.
private let alertmanagerLabels: [Dimension] = [.route, .provider, .model]

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
      if let when, let throttle = then.throttle { entry.check(throttle, of: when.signal) }
      if when?.signal == .external { entry.checkLabels(by: by ?? []) }
      entry.finish()
      guard let when else { return nil }
      return AlertRule(
        name: name, signal: when.signal, above: when.above, window: when.window, minSamples: when.minSamples,
        holdFor: when.holdFor, by: by ?? (when.signal == .external ? alertmanagerLabels : [.route, .model]), on: on,
        throttle: then.throttle, mode: then.mode, notify: then.notify, spendLimit: when.spendLimit,
        resolveAfter: when.resolveAfter, condition: when.condition)
    }
  }

  private mutating func check(_ throttle: ThrottlePolicy, of signal: Signal) {
    if throttle.cap == .usualRate, signal != .spendRate, signal != .spendAnomaly {
      report("cap: usual_rate holds spend; \(signal.name) has no usual rate", at: "then")
    }
    // Fewer calls do not make a call cheaper.
    guard signal == .costPerCall || signal == .tokensPerCall else { return }
    report(
      "a throttle cannot lower \(signal.name): fewer calls are not cheaper ones; use notify, or a budget with degrade",
      at: "then")
  }

  /// Alerts from outside bear no other labels.
  private mutating func checkLabels(by: [Dimension]) {
    let known = alertmanagerLabels.map(\.rawValue).joined(separator: ", ")
    for dimension in by where !alertmanagerLabels.contains(dimension) {
      report("an alert from outside has no label '\(dimension.rawValue)' that counts; those are \(known)", at: "by")
    }
  }

  private enum Mode: String, CaseIterable {
    case shadow, enforce
  }

  /// The keys under `then:`; by default nothing follows but the alert itself.
  private mutating func consequence(
    exporters: Set<String>
  ) -> (throttle: ThrottlePolicy?, mode: Enforcement, notify: [String]) {
    var throttle = has("throttle") ? section("throttle") { $0.throttle() } : nil
    if let model = text("degrade") {
      if model.isEmpty { report("names no model", at: "degrade") }
      if throttle == nil { report("a throttle degrades; write throttle: {} beside it", at: "degrade") }
      throttle?.degrade = model
    }
    let mode: Enforcement = choice("mode", default: Mode.shadow) == .enforce ? .enforce : .shadow
    if mode == .enforce, throttle == nil {
      report("there is no throttle to enforce; write throttle: {}", at: "mode", severity: .warning)
    }
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

  /// The keys under `throttle:`.
  mutating func throttle() -> ThrottlePolicy {
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
    result.prefer = choice("prefer", default: result.prefer)
    result.cap = choice("cap", default: result.cap)
    result.fair = bool("fair", default: result.fair)
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
