package import CallModel

/// The signals that alert rules look at: for each rule a sliding window for each of its groups.
///
/// A value, not a lock: its owner calls it with the time. Memory is bounded by
/// `groupsPerRule` windows a rule.
package struct SignalBoard: Sendable {
  private enum Place: Sendable {
    case ratio(Int)
    case latency(Int)
    case spend(Int)
    /// Nothing is measured here: the signal is judged elsewhere.
    case outside
  }

  private let symbols: Symbols
  private var order: [Place] = []
  private var ratios: [RuleGroups<RatioWindow>] = []
  private var latencies: [RuleGroups<QuantileWindow>] = []
  private var spends: [RuleGroups<SpendWindow>] = []
  private var ratiosOfEvaluator: [String: [Int]] = [:]
  /// Which of `ratios` are ratios of errors: they look at every call.
  private var errorRatios: [Int] = []

  /// - Parameters:
  ///   - rules: their positions are the indexes by which the other methods name them.
  ///   - symbols: the tables that the calls' symbols come from.
  ///   - previous: boards of before the rules changed; a rule that one of them has keeps its windows.
  package init(
    rules: [AlertRule], symbols: Symbols, groupsPerRule: Int = 10_000, keeping previous: [SignalBoard] = []
  ) {
    self.symbols = symbols
    for rule in rules {
      switch rule.signal {
      case .failRatio(let evaluator):
        order.append(.ratio(ratios.count))
        ratiosOfEvaluator[evaluator, default: []].append(ratios.count)
        ratios.append(
          previous.lazy.flatMap(\.ratios).first { $0.rule == rule }
            ?? RuleGroups(rule: rule, window: RatioWindow(length: rule.window), capacity: groupsPerRule))
      case .errorRatio:
        order.append(.ratio(ratios.count))
        errorRatios.append(ratios.count)
        ratios.append(
          previous.lazy.flatMap(\.ratios).first { $0.rule == rule }
            ?? RuleGroups(rule: rule, window: RatioWindow(length: rule.window), capacity: groupsPerRule))
      case .spendRate:
        order.append(.spend(spends.count))
        spends.append(
          previous.lazy.flatMap(\.spends).first { $0.rule == rule }
            ?? RuleGroups(rule: rule, window: SpendWindow(length: rule.window), capacity: groupsPerRule))
      case .external:
        order.append(.outside)
      case .latency(let quantile):
        order.append(.latency(latencies.count))
        let window = QuantileWindow(quantile: quantile, length: rule.window)
        latencies.append(
          previous.lazy.flatMap(\.latencies).first { $0.rule == rule }
            ?? RuleGroups(rule: rule, window: window, capacity: groupsPerRule))
      }
    }
  }

  /// Counts a call for every rule on latency, errors or spend that looks at it: its duration if
  /// that is known, how it ended, and what it cost if that is known. A call without a price is
  /// not one that was free: it leaves a rule on spend as it is.
  ///
  /// - Parameters:
  ///   - dimensions: asked at most once, and only by rules on tenant, user, key or caller.
  ///   - now: the call's arrival.
  package mutating func observe(call: CallRecord, dimensions: () -> Dimensions, at now: Nanoseconds) {
    guard call.operation != .notACall else { return }
    var known: Dimensions?
    if let seconds = call.duration?.inSeconds {
      for index in latencies.indices {
        if latencies[index].needsDimensions, known == nil { known = dimensions() }
        latencies[index].record(call, dimensions: known, symbols: symbols, at: now) { $0.record(seconds, at: now) }
      }
    }
    for index in errorRatios {
      if ratios[index].needsDimensions, known == nil { known = dimensions() }
      ratios[index].record(call, dimensions: known, symbols: symbols, at: now) {
        $0.record(failed: call.outcome == .error, weight: 1, at: now)
      }
    }
    if let cost = call.cost {
      for index in spends.indices {
        if spends[index].needsDimensions, known == nil { known = dimensions() }
        spends[index].record(call, dimensions: known, symbols: symbols, at: now) { $0.record(cost, at: now) }
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
    guard verdict.kind == .pass || verdict.kind == .fail, let rules = ratiosOfEvaluator[evaluator] else { return }
    let failed = verdict.kind == .fail
    let weight = sample.weight
    var known: Dimensions?
    for index in rules {
      if ratios[index].needsDimensions, known == nil { known = dimensions() }
      ratios[index].record(call, dimensions: known, symbols: symbols, at: now) {
        $0.record(failed: failed, weight: weight, at: now)
      }
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
    guard verdict.kind == .pass || verdict.kind == .fail, let rules = ratiosOfEvaluator[evaluator] else { return }
    let failed = verdict.kind == .fail
    let weight = sample.weight
    var known: Dimensions?
    for index in rules {
      if ratios[index].needsDimensions, known == nil { known = dimensions() }
      ratios[index].revise(call, dimensions: known, symbols: symbols) {
        $0.retract(failed: failed, weight: weight, at: then, now: now)
      }
    }
  }

  /// What is known of a rule's signal now, for each group that has data in its window, and once
  /// more with no samples for a group whose data has just run out.
  package mutating func values(ofRule index: Int, at now: Nanoseconds) -> [(scope: Scope, value: SignalValue)] {
    switch place(index) {
    case .ratio(let place): ratios[place].values(at: now)
    case .latency(let place): latencies[place].values(at: now)
    case .spend(let place): spends[place].values(at: now)
    case .outside, nil: []
    }
  }

  /// The share of a group's calls that took longer than the rule's `above`: how severe a latency
  /// alert is, which its quantile alone does not tell. Nil for other rules and without data.
  package mutating func exceedance(ofRule index: Int, scope: Scope, at now: Nanoseconds) -> Double? {
    guard case .latency(let place) = place(index) else { return nil }
    let above = latencies[place].rule.above
    return latencies[place].withWindow(of: scope) { $0.exceedance(of: above, at: now) } ?? nil
  }

  /// Forgets a group's samples: after a throttle was released they describe a time that is over.
  package mutating func reset(rule index: Int, scope: Scope) {
    switch place(index) {
    case .ratio(let place): _ = ratios[place].withWindow(of: scope) { $0.removeAll() }
    case .latency(let place): _ = latencies[place].withWindow(of: scope) { $0.removeAll() }
    case .spend(let place): _ = spends[place].withWindow(of: scope) { $0.removeAll() }
    case .outside, nil: break
    }
  }

  /// How many samples were not counted because their rule already had all the groups it may have.
  package var refused: UInt64 {
    ratios.reduce(0) { $0 + $1.refused } + latencies.reduce(0) { $0 + $1.refused }
      + spends.reduce(0) { $0 + $1.refused }
  }

  /// How many groups are kept, over all rules.
  package var groupCount: Int {
    ratios.reduce(0) { $0 + $1.count } + latencies.reduce(0) { $0 + $1.count } + spends.reduce(0) { $0 + $1.count }
  }

  private func place(_ index: Int) -> Place? {
    order.indices.contains(index) ? order[index] : nil
  }
}
