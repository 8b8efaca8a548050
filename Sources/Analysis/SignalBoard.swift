package import CallModel

/// The signals that alert rules look at: for each rule a sliding window for each of its groups.
///
/// A value, not a lock: its owner calls it with the time. Memory is bounded by
/// `groupsPerRule` windows a rule.
package struct SignalBoard: Sendable {
  private enum Place: Sendable {
    case ratio(Int)
    case quantile(Int)
    case spend(Int)
    case mean(Int)
    case burn(Int)
    case ratioTest(Int)
    case latencyTest(Int)
    case meanTest(Int)
    case anomaly(Int)
    /// Nothing is measured here: the signal is judged elsewhere.
    case outside
  }

  private let symbols: Symbols
  private var order: [Place] = []
  private var ratios: [RuleGroups<RatioWindow>] = []
  private var quantiles: [RuleGroups<QuantileWindow>] = []
  private var spends: [RuleGroups<SpendWindow>] = []
  private var means: [RuleGroups<MeanWindow>] = []
  private var burns: [RuleGroups<BurnWindow>] = []
  var ratioTests: [SequentialGroups<RatioSignal>] = []
  var latencyTests: [SequentialGroups<QuantileSignal>] = []
  var meanTests: [SequentialGroups<MeanSignal>] = []
  var anomalies: [AnomalyGroups] = []
  /// While the past is shown again, detectors that have it in their snapshots do not look.
  package var isReplaying = false

  /// - Parameters:
  ///   - rules: their positions are the indexes by which the other methods name them.
  ///   - symbols: the tables that the calls' symbols come from.
  ///   - previous: boards of before the rules changed; a rule that one of them has keeps its windows.
  package init(
    rules: [AlertRule], symbols: Symbols, groupsPerRule: Int = 10_000, keeping previous: [SignalBoard] = []
  ) {
    self.symbols = symbols
    func groups<Window>(
      _ rule: AlertRule, _ kept: KeyPath<SignalBoard, [RuleGroups<Window>]>, _ window: @autoclosure () -> Window
    ) -> RuleGroups<Window> {
      previous.lazy.flatMap { $0[keyPath: kept] }.first { $0.rule == rule }
        ?? RuleGroups(rule: rule, window: window(), capacity: groupsPerRule)
    }
    func tests<Test>(
      _ rule: AlertRule, _ kept: KeyPath<SignalBoard, [SequentialGroups<Test>]>, _ fresh: @autoclosure () -> Test
    ) -> SequentialGroups<Test> {
      previous.lazy.flatMap { $0[keyPath: kept] }.first { $0.rule == rule }
        ?? SequentialGroups(rule: rule, fresh: fresh(), capacity: min(groupsPerRule, Self.mostTested))
    }
    for rule in rules {
      switch rule.condition {
      case .sequential(let policy):
        switch rule.signal {
        case .latency, .timeToFirstToken:
          order.append(.latencyTest(latencyTests.count))
          latencyTests.append(tests(rule, \.latencyTests, QuantileSignal(falseAlarmEvery: policy.falseAlarmEvery)))
        case .spendRate, .costPerCall, .tokensPerCall:
          order.append(.meanTest(meanTests.count))
          meanTests.append(tests(rule, \.meanTests, MeanSignal(rule.signal, policy)))
        case .spendAnomaly:
          order.append(.anomaly(anomalies.count))
          anomalies.append(
            previous.lazy.flatMap(\.anomalies).first { $0.rule == rule }
              ?? AnomalyGroups(rule: rule, capacity: groupsPerRule))
        case .external: order.append(.outside)
        default:
          order.append(.ratioTest(ratioTests.count))
          ratioTests.append(tests(rule, \.ratioTests, RatioSignal(ShiftSettings(policy))))
        }
      case .burnRate(let objective):
        guard let window = BurnWindow(objective: objective, minSamples: rule.minSamples) else {
          order.append(.outside)
          continue
        }
        order.append(.burn(burns.count))
        burns.append(groups(rule, \.burns, window))
      case .window:
        switch rule.signal {
        case .failRatio, .labelRatio, .errorRatio, .truncationRatio, .refusalRatio:
          order.append(.ratio(ratios.count))
          ratios.append(groups(rule, \.ratios, RatioWindow(length: rule.window)))
        case .latency(let quantile), .timeToFirstToken(let quantile):
          order.append(.quantile(quantiles.count))
          quantiles.append(groups(rule, \.quantiles, QuantileWindow(quantile: quantile, length: rule.window)))
        case .spendRate:
          order.append(.spend(spends.count))
          spends.append(groups(rule, \.spends, SpendWindow(length: rule.window)))
        case .costPerCall, .tokensPerCall:
          order.append(.mean(means.count))
          means.append(groups(rule, \.means, MeanWindow(length: rule.window)))
        case .spendAnomaly, .external: order.append(.outside)
        }
      }
    }
  }

  /// More scopes than this have no test of their own: a snapshot holds some 2 KB of each.
  package static let mostTested = 2_000

  /// Counts a call for every rule over calls that looks at it: its duration if that is known, how
  /// it ended, and what it cost if that is known. A call without a price is not one that was free:
  /// it leaves a rule on spend as it is.
  ///
  /// - Parameters:
  ///   - dimensions: asked at most once, and only by rules on tenant, user, key or caller.
  ///   - now: the call's arrival.
  package mutating func observe(call: CallRecord, dimensions: () -> Dimensions, at now: Nanoseconds) {
    guard call.operation != .notACall else { return }
    var known: Dimensions?
    func asked(_ needs: Bool) -> Dimensions? {
      if needs, known == nil { known = dimensions() }
      return known
    }
    for index in quantiles.indices {
      guard let seconds = quantiles[index].rule.signal.seconds(of: call) else { continue }
      let known = asked(quantiles[index].needsDimensions)
      quantiles[index].record(call, dimensions: known, symbols: symbols, at: now) { $0.record(seconds, at: now) }
    }
    for index in ratios.indices {
      guard let isHit = ratios[index].rule.signal.isHit(by: call, symbols: symbols) else { continue }
      let known = asked(ratios[index].needsDimensions)
      ratios[index].record(call, dimensions: known, symbols: symbols, at: now) {
        $0.record(failed: isHit, weight: 1, at: now)
      }
    }
    for index in burns.indices {
      guard let isHit = burns[index].rule.signal.isHit(by: call, symbols: symbols) else { continue }
      let known = asked(burns[index].needsDimensions)
      burns[index].record(call, dimensions: known, symbols: symbols, at: now) {
        $0.record(failed: isHit, weight: 1, at: now)
      }
    }
    if let cost = call.cost {
      for index in spends.indices {
        let known = asked(spends[index].needsDimensions)
        spends[index].record(call, dimensions: known, symbols: symbols, at: now) { $0.record(cost, at: now) }
      }
    }
    for index in means.indices {
      guard let quantity = means[index].rule.signal.quantity(of: call) else { continue }
      let known = asked(means[index].needsDimensions)
      means[index].record(call, dimensions: known, symbols: symbols, at: now) { $0.record(quantity, at: now) }
    }
    if isReplaying { return }
    for index in ratioTests.indices {
      guard let isHit = ratioTests[index].rule.signal.isHit(by: call, symbols: symbols) else { continue }
      let known = asked(ratioTests[index].needsDimensions)
      ratioTests[index].record(isHit ? 1 : 0, of: call, stratum: 0, dimensions: known, symbols: symbols, at: now)
    }
    for index in latencyTests.indices {
      guard let seconds = latencyTests[index].rule.signal.seconds(of: call) else { continue }
      let known = asked(latencyTests[index].needsDimensions)
      latencyTests[index].record(seconds, of: call, stratum: 0, dimensions: known, symbols: symbols, at: now)
    }
    for index in meanTests.indices {
      guard let quantity = meanTests[index].rule.signal.quantity(of: call) else { continue }
      let known = asked(meanTests[index].needsDimensions)
      meanTests[index].record(
        quantity, of: call, stratum: 0, dimensions: known, symbols: symbols, at: now,
        onceATrace: meanTests[index].rule.signal != .spendRate)
    }
    if let cost = call.cost {
      for index in anomalies.indices {
        let known = asked(anomalies[index].needsDimensions)
        anomalies[index].record(cost, of: call, dimensions: known, symbols: symbols, at: now)
      }
    }
  }

  /// Counts a verdict for every fail-ratio rule of its evaluator that looks at the call; a skip
  /// or an error of the evaluator says nothing of the answer and is not counted.
  ///
  /// - Parameters:
  ///   - dimensions: asked at most once, and only by rules on tenant, user, key or caller.
  ///   - now: when the verdict came.
  package mutating func observe(
    verdict: Verdict, of evaluator: String, sample: Sample, call: CallRecord, dimensions: () -> Dimensions,
    at now: Nanoseconds
  ) {
    guard verdict.kind == .pass || verdict.kind == .fail else { return }
    let weight = sample.weight
    var known: Dimensions?
    func asked(_ needs: Bool) -> Dimensions? {
      if needs, known == nil { known = dimensions() }
      return known
    }
    for index in ratios.indices where ratios[index].rule.signal.evaluator == evaluator {
      let isHit = ratios[index].rule.signal.isHit(by: verdict)
      let known = asked(ratios[index].needsDimensions)
      ratios[index].record(call, dimensions: known, symbols: symbols, at: now) {
        $0.record(failed: isHit, weight: weight, at: now)
      }
    }
    for index in burns.indices where burns[index].rule.signal.evaluator == evaluator {
      let isHit = burns[index].rule.signal.isHit(by: verdict)
      let known = asked(burns[index].needsDimensions)
      burns[index].record(call, dimensions: known, symbols: symbols, at: now) {
        $0.record(failed: isHit, weight: weight, at: now)
      }
    }
    // What a throttle lets through is another population: its probes are the throttle's to judge.
    if isReplaying || sample.stratum == .probe { return }
    for index in ratioTests.indices where ratioTests[index].rule.signal.evaluator == evaluator {
      let isHit = ratioTests[index].rule.signal.isHit(by: verdict)
      let known = asked(ratioTests[index].needsDimensions)
      ratioTests[index].record(
        isHit ? 1 : 0, of: call, stratum: sample.stratum.rawValue, dimensions: known, symbols: symbols, at: now)
    }
  }

  /// Takes a verdict back that was observed earlier, from every window in which it still is: the
  /// call has been judged again.
  ///
  /// - Parameters:
  ///   - verdict, sample, call: as they were observed.
  ///   - dimensions: asked at most once, and only by rules on tenant, user, key or caller.
  ///   - then: when it was observed.
  package mutating func retract(
    verdict: Verdict, of evaluator: String, sample: Sample, call: CallRecord, dimensions: () -> Dimensions,
    at then: Nanoseconds, now: Nanoseconds
  ) {
    guard verdict.kind == .pass || verdict.kind == .fail else { return }
    let weight = sample.weight
    var known: Dimensions?
    for index in ratios.indices where ratios[index].rule.signal.evaluator == evaluator {
      let isHit = ratios[index].rule.signal.isHit(by: verdict)
      if ratios[index].needsDimensions, known == nil { known = dimensions() }
      ratios[index].revise(call, dimensions: known, symbols: symbols) {
        $0.retract(failed: isHit, weight: weight, at: then, now: now)
      }
    }
  }

  /// What is known of a rule's signal now, for each group that has data in its window, and once
  /// more with no samples for a group whose data has just run out.
  package mutating func values(ofRule index: Int, at now: Nanoseconds) -> [(scope: Scope, value: SignalValue)] {
    switch place(index) {
    case .ratio(let place): ratios[place].values(at: now)
    case .quantile(let place): quantiles[place].values(at: now)
    case .spend(let place): spends[place].values(at: now)
    case .mean(let place): means[place].values(at: now)
    case .burn(let place): burns[place].values(at: now)
    case .ratioTest(let place): ratioTests[place].values(at: now)
    case .latencyTest(let place): latencyTests[place].values(at: now)
    case .meanTest(let place): meanTests[place].values(at: now)
    case .anomaly(let place): anomalies[place].values(at: now)
    case .outside, nil: []
    }
  }

  /// The share of a group's calls that took longer than the rule's `above`: how severe a latency
  /// alert is, which its quantile alone does not tell. Nil for other rules and without data.
  package mutating func exceedance(ofRule index: Int, scope: Scope, at now: Nanoseconds) -> Double? {
    guard case .quantile(let place) = place(index) else { return nil }
    let above = quantiles[place].rule.above
    return quantiles[place].withWindow(of: scope) { $0.exceedance(of: above, at: now) } ?? nil
  }

  /// Forgets a group's samples: after a throttle was released they describe a time that is over.
  package mutating func reset(rule index: Int, scope: Scope) {
    switch place(index) {
    case .ratio(let place): _ = ratios[place].withWindow(of: scope) { $0.removeAll() }
    case .quantile(let place): _ = quantiles[place].withWindow(of: scope) { $0.removeAll() }
    case .spend(let place): _ = spends[place].withWindow(of: scope) { $0.removeAll() }
    case .mean(let place): _ = means[place].withWindow(of: scope) { $0.removeAll() }
    case .burn(let place): _ = burns[place].withWindow(of: scope) { $0.removeAll() }
    case .ratioTest(let place): ratioTests[place].close(scope: scope)
    case .latencyTest(let place): latencyTests[place].close(scope: scope)
    case .meanTest(let place): meanTests[place].close(scope: scope)
    case .anomaly, .outside, nil: break
    }
  }

  /// Ends the alarm of a sequential rule and takes the new level as usual; false if there is none.
  package mutating func acceptNewLevel(rule index: Int, scope: Scope) -> Bool {
    switch place(index) {
    case .ratioTest(let place): ratioTests[place].acceptNewLevel(scope: scope)
    case .latencyTest(let place): latencyTests[place].acceptNewLevel(scope: scope)
    case .meanTest(let place): meanTests[place].acceptNewLevel(scope: scope)
    default: false
    }
  }

  /// For each scope of the rules on spend anomalies how far it is out of what is usual: 1 and more alarms.
  package var anomalyScores: [(scope: Scope, score: Double)] { anomalies.flatMap(\.scores) }

  /// How many samples were not counted because their rule already had all the groups it may have.
  package var refused: UInt64 {
    let windows =
      ratios.map(\.refused) + quantiles.map(\.refused) + spends.map(\.refused) + means.map(\.refused)
      + burns.map(\.refused)
    let tests =
      ratioTests.map(\.refused) + latencyTests.map(\.refused) + meanTests.map(\.refused) + anomalies.map(\.refused)
    return windows.reduce(0, &+) &+ tests.reduce(0, &+)
  }

  /// How many groups are kept, over all rules.
  package var groupCount: Int {
    let windows =
      ratios.map(\.count) + quantiles.map(\.count) + spends.map(\.count) + means.map(\.count) + burns.map(\.count)
    let tests = ratioTests.map(\.count) + latencyTests.map(\.count) + meanTests.map(\.count) + anomalies.map(\.count)
    return windows.reduce(0, +) + tests.reduce(0, +)
  }

  private func place(_ index: Int) -> Place? {
    order.indices.contains(index) ? order[index] : nil
  }
}
