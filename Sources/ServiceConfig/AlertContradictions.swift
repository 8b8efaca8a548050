internal import CallModel
internal import PluginKit

/// What is well written and still cannot work: rules that never fire, that never throttle, or of which
/// nobody hears are errors; those that do something else than they seem to are warnings.
extension Settings {
  /// Reports them for the alerts of a configuration whose other parts have been read.
  mutating func findContradictions(in configuration: Configuration) {
    guard var all = written("alerts") else { return }
    var seen: [AlertRule] = []
    for rule in configuration.alerts {
      guard var entry = all.written(rule.name) else { continue }
      entry.findContradictions(in: rule, configuration)
      if let twin = seen.first(where: { $0.hasCondition(of: rule) }) {
        entry.report("fires whenever alerts.\(twin.name) does: both ask the same", severity: .warning)
      }
      seen.append(rule)
      all.absorb(entry)
    }
    absorb(all)
  }

  /// The map under a key; what is there and is none has been reported already.
  private mutating func written(_ key: String) -> Settings? {
    guard case .map? = raw(key)?.value else { return nil }
    return map(key)
  }

  private mutating func findContradictions(in rule: AlertRule, _ configuration: Configuration) {
    if !rule.on.canMatch(.everything) {
      report("no call can match '\(rule.on)': two patterns of one dimension exclude each other", at: "on")
    } else if case .failRatio(let name) = rule.signal,
      let evaluator = configuration.evaluators.first(where: { $0.name == name }), !rule.on.canMatch(evaluator.on)
    {
      report(
        "never fires: the evaluator '\(name)' judges '\(evaluator.on)', and this rule looks at '\(rule.on)'", at: "on")
    }
    if var when = written("when") {
      when.findContradictions(inConditionOf: rule, configuration)
      absorb(when)
    }
    if var then = written("then") {
      then.findContradictions(inConsequenceOf: rule, configuration)
      absorb(then)
    }
  }

  private mutating func findContradictions(inConditionOf rule: AlertRule, _ configuration: Configuration) {
    if rule.signal == .external { return }
    if rule.holdFor > rule.window {
      report("is longer than the window: a burst has left the window before it fires", at: "for", severity: .warning)
    }
    if rule.window > configuration.storage.keep {
      report("is longer than storage.keep: a restart cannot rebuild it", at: "window", severity: .warning)
    }
    // Detectors say themselves when they have seen enough.
    guard rule.condition == .window else { return }
    let samples = Double(rule.minSamples)
    switch rule.signal {
    case .failRatio, .labelRatio, .errorRatio, .truncationRatio, .refusalRatio:
      if rule.above * samples < 1 {
        let enough = rule.above > 0 ? "; write at least \(whole(1 / rule.above))" : ""
        report(
          "one in \(rule.minSamples) is more than 'above': a single one fires it\(enough)", at: "min_samples",
          severity: .warning)
      }
    // A quantile that has been refused says nothing of samples.
    case .latency(let quantile) where (0.01...0.999).contains(quantile),
      .timeToFirstToken(let quantile) where (0.01...0.999).contains(quantile):
      // Less than half a call lies beyond it. A thousandth for what decimal fractions lose in binary.
      if (1 - quantile) * samples < 0.499 {
        report(
          "so few calls have no such quantile but their slowest; write at least "
            + "\(whole(0.5 / (1 - quantile) - 0.001))", at: "min_samples", severity: .warning)
      }
    default: break
    }
  }

  private mutating func findContradictions(inConsequenceOf rule: AlertRule, _ configuration: Configuration) {
    if let throttle = rule.throttle {
      if let floor = throttle.floor, floor >= 1, var section = written("throttle") {
        section.report("never turns a call away: all are below the floor", at: "floor")
        absorb(section)
      }
      if rule.mode == .enforce, rule.by.isEmpty, rule.on == .everything {
        report("turns every caller away alike: 'by' is empty, and there is no 'on'", at: "throttle", severity: .warning)
      }
    }
    for name in rule.notify {
      guard let exporter = configuration.exporters.first(where: { $0.name == name }) else { continue }
      if case .push(let push, _) = exporter.service, push.wants.contains(.alerts) { continue }
      report("'\(name)' (\(exporter.plugin)) is never told of alerts", at: "notify", severity: .warning)
    }
  }
}

extension AlertRule {
  /// Whether another rule fires and resolves whenever this one does.
  fileprivate func hasCondition(of other: AlertRule) -> Bool {
    signal != .external && signal == other.signal && condition == other.condition && above == other.above
      && spendLimit == other.spendLimit
      && window == other.window && minSamples == other.minSamples && holdFor == other.holdFor
      && Set(by) == Set(other.by) && on == other.on
  }
}

/// A number rounded up, whatever it is.
private func whole(_ value: Double) -> Int {
  value.isFinite ? Int(min(max(value.rounded(.up), 0), 1e15)) : 1_000_000_000_000_000
}
