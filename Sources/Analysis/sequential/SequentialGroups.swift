internal import CallModel

/// A sequential rule over calls: finds the scope of each, and lets one event of a trace bet.
///
/// The events of one trace are alike: a session that goes wrong goes wrong all the way, and the
/// calls of a retry chain fail together. Bet on one by one they would make false alarms by the
/// dozen (62 a day were measured where one a month was stated), so after one has bet the others of its trace
/// are passed over for a minute. The first bets at once, so that nothing waits for a trace to end.
struct SequentialGroups<Signal: WatchedSignal>: Sendable {
  private(set) var scopes: RuleScopes
  private var family: SequentialFamily<Signal>
  private var traces = RecentTraces()

  var rule: AlertRule { scopes.rule }
  var needsDimensions: Bool { scopes.needsDimensions }
  var refused: UInt64 { family.refused }
  var count: Int { family.scopeCount }

  init(rule: AlertRule, fresh: Signal, capacity: Int) {
    scopes = RuleScopes(rule: rule)
    family = SequentialFamily(fresh, parent: rule.on, hasScopes: !rule.by.isEmpty, capacity: capacity)
  }

  /// - Parameters:
  ///   - value: 0 or 1 for a ratio, seconds for a latency.
  ///   - stratum: why the call was looked at; each has evidence and a baseline of its own.
  ///   - dimensions: the call's, if the rule `needsDimensions`.
  ///   - onceATrace: false for what is added up, where each call counts.
  mutating func record(
    _ value: Double, of call: CallRecord, stratum: UInt8, dimensions: Dimensions?, symbols: Symbols,
    at now: Nanoseconds, onceATrace: Bool = true
  ) {
    guard let scope = scopes.scope(of: call, dimensions: dimensions, symbols: symbols),
      !onceATrace || traces.isFirst(call.trace, at: now)
    else { return }
    _ = family.observe(scope: scope, value, stratum: stratum, at: now)
  }

  /// What is known of each scope: of the worst of its strata.
  mutating func values(at now: Nanoseconds) -> [(scope: Scope, value: SignalValue)] {
    _ = family.tick(at: now)
    return family.scopes.compactMap { scope in
      let strata = family.status(scope: scope).map(\.status)
      guard let worst = strata.max(by: { $0.rank < $1.rank }) else { return nil }
      let samples = strata.reduce(0) { $0 &+ Int(clamping: $1.judged) }
      return (scope, worst.value(of: rule, samples: samples))
    }
  }

  /// Ends a scope's alarm: probes have shown that it is over.
  mutating func close(scope: Scope) { family.close(scope: scope) }

  /// Ends a scope's alarm and takes what was seen since as usual; false if there is none.
  mutating func acceptNewLevel(scope: Scope) -> Bool { family.acceptNewLevel(scope: scope) }

  func snapshot(at now: Nanoseconds) -> SequentialSnapshot<Signal> { family.snapshot(at: now) }
  mutating func restore(_ snapshot: SequentialSnapshot<Signal>, at now: Nanoseconds) {
    family.restore(snapshot, at: now)
  }
}

extension ShiftStatus {
  /// Alarms before evidence, evidence before none.
  fileprivate var rank: Double {
    switch phase {
    case .alarmed(_, let level, _): 1e6 + level
    case .watching: evidence
    case .learning: -1
    }
  }

  /// - Parameter rule: money is shown by the hour, however it is added up.
  fileprivate func value(of rule: AlertRule, samples: Int) -> SignalValue {
    let scale = rule.signal == .spendRate ? 60.0 : 1
    func finding(_ isAlarm: Bool, baseline: Double, _ evidence: String) -> SignalValue.Finding {
      SignalValue.Finding(
        isAlarm: isAlarm, baseline: baseline * scale, reference: q * scale, evidence: evidence, threshold: bound,
        usualRate: rule.signal == .spendRate ? baseline * scale : nil)
    }
    switch phase {
    case .learning:
      // Nothing is concluded from what may still be usual.
      return SignalValue(value: nil, samples: samples)
    case .watching:
      return SignalValue(
        value: estimate * scale, samples: samples, finding: finding(false, baseline: pHat, tooSmall ?? ""))
    case .alarmed(_, let level, let baseline):
      return SignalValue(
        value: level * scale, samples: samples,
        finding: finding(
          true, baseline: baseline,
          "a sequential test over \(samples) events, wrong once in \(rule.condition.rate) for the whole rule"))
    }
  }
}

extension AlertCondition {
  fileprivate var rate: String {
    guard case .sequential(let policy) = self else { return "" }
    let hours = policy.falseAlarmEvery / .hours(1)
    return hours % 24 == 0 ? "\(hours / 24) d" : "\(hours) h"
  }
}

extension ShiftSettings {
  init(_ policy: SequentialPolicy) {
    let baseline: Baseline =
      switch policy.baseline {
      case .learned: .learned(prior: 0.05)
      case .objective(let objective): .objective(failRatio: 1 - objective)
      }
    self.init(falseAlarmEvery: policy.falseAlarmEvery, smallestShift: policy.smallestShift, baseline: baseline)
  }
}

extension MeanSignal {
  /// Half of the way to the shift that is looked for still counts as usual, and never less than
  /// what days differ by: 1.05 for what a call takes, 1.6 for what a minute costs.
  init(_ signal: Signal, _ policy: SequentialPolicy) {
    let half = 1 + (policy.smallestShift - 1) / 2
    self.init(
      signal == .spendRate ? .perMinute : .each, reference: max(half, signal == .spendRate ? 1.6 : 1.05),
      falseAlarmEvery: policy.falseAlarmEvery)
  }
}
