internal import Alerting
internal import Analysis
internal import CallModel
internal import Throttling

/// The service's own parts, joined as it joins them: windows or detectors, the alert book, the
/// throttles.
struct ControlLoop {
  private let world: World
  private let rules: [AlertRule]
  private var signals: SignalBoard
  private var alerts: AlertBook
  private(set) var throttles: ThrottleBoard
  /// By rule and scope, for watches with a test of their own.
  private var detectors: [Key: Detector] = [:]
  private let hasWindows: Bool
  /// By caller and provider.
  private let dimensions: [[Dimensions]]
  private let templates: [[CallRecord]]
  private let salt: UInt64

  struct Key: Hashable {
    var watch: Int
    var scope: Scope
  }

  private struct Detector {
    var test: LevelDetector
    var isFiring = false
    /// What began earlier belongs to another time: to before the throttle's release.
    var hearsFrom: Nanoseconds = 0
  }

  enum Answer {
    case goes(Int)
    case refused
  }

  init(_ world: World, salt: UInt64) {
    self.world = world
    self.salt = salt
    let symbols = Symbols()
    rules = world.watches.map(\.rule)
    signals = SignalBoard(rules: rules, symbols: symbols)
    alerts = AlertBook(rules: rules)
    throttles = ThrottleBoard(salt: salt)
    throttles.setGolden(evaluators: Set(world.evaluators.filter { $0.goldenPerMinute > 0 }.map(\.name)))
    hasWindows = world.watches.contains { $0.test == nil }
    dimensions = world.callers.map { caller in
      world.providers.map {
        Dimensions(route: caller.route, tenant: caller.tenant, provider: $0.name, model: $0.model)
      }
    }
    templates = world.callers.map { caller in
      world.providers.map {
        var call = CallRecord()
        call.route = symbols.routes.intern(caller.route)
        call.provider = symbols.providers.intern($0.name)
        call.model = symbols.models.intern($0.model)
        call.operation = .chat
        return call
      }
    }
  }

  func admit(_ trip: Simulation.Trip, provider: Int, at now: Nanoseconds) -> Answer {
    guard throttles.isProbing else { return .goes(provider) }
    let request = AdmissionRequest(dimensions: dimensions[trip.caller][provider], id: "call-\(trip.number)")
    let admission = throttles.admit(request, randomID: "", at: now)
    switch admission.decision {
    case .degrade: return .goes(world.providers.firstIndex { $0.model == admission.model } ?? provider)
    case .admit, .delay: return .goes(provider)
    case .reject, .deny: return .refused
    }
  }

  /// The least share of any group of callers at the first provider.
  func lowestShare(at now: Nanoseconds) -> Double {
    guard throttles.isProbing else { return 1 }
    return dimensions.reduce(1) { min($0, $1.first.map { throttles.shareInForce(for: $0, at: now) } ?? 1) }
  }

  // MARK: What is heard

  mutating func hear(call attempt: Simulation.Attempt, at now: Nanoseconds, outcome: inout RunOutcome) {
    let dimensions = dimensions[attempt.trip.caller][attempt.provider]
    let call = record(of: attempt)
    if hasWindows { signals.observe(call: call, dimensions: { dimensions }, at: now) }
    for (index, watch) in world.watches.enumerated() {
      guard let test = watch.test, watch.rule.on.matches(dimensions) else { continue }
      let failed: Bool
      switch watch.rule.signal {
      case .latency: failed = attempt.duration.inSeconds > watch.rule.above
      case .errorRatio: failed = attempt.isError
      default: continue
      }
      detect(index, test, failed: failed, start: attempt.start, dimensions, at: now, outcome: &outcome)
    }
    if throttles.isProbing {
      carryOut(throttles.observe(call: call, dimensions: { dimensions }, at: now), at: now, outcome: &outcome)
    }
  }

  mutating func hear(
    failed: Bool, of evaluator: Int, inclusion: Double, call attempt: Simulation.Attempt, at now: Nanoseconds,
    outcome: inout RunOutcome
  ) {
    let name = world.evaluators[evaluator].name
    let dimensions = dimensions[attempt.trip.caller][attempt.provider]
    let verdict = failed ? Verdict.fail("bad") : .pass
    let call = record(of: attempt)
    let sample = Sample(stratum: .random, inclusion: inclusion)
    if hasWindows {
      signals.observe(verdict: verdict, of: name, sample: sample, call: call, dimensions: { dimensions }, at: now)
    }
    for (index, watch) in world.watches.enumerated() {
      guard let test = watch.test, watch.rule.signal == .failRatio(evaluator: name), watch.rule.on.matches(dimensions)
      else { continue }
      detect(index, test, failed: failed, start: attempt.start, dimensions, at: now, outcome: &outcome)
    }
    if throttles.isProbing {
      carryOut(
        throttles.observe(
          verdict: verdict, of: name, sample: sample, call: call, dimensions: { dimensions }, at: now), at: now,
        outcome: &outcome)
    }
  }

  mutating func hearGolden(_ evaluator: Int, failed: Bool, at now: Nanoseconds, outcome: inout RunOutcome) {
    let heard = throttles.golden(world.evaluators[evaluator].name, failed: failed, at: now)
    if let entry = heard.audit { outcome.keep(entry) }
    if let change = heard.change { outcome.evaluatorChanged(change == .distrusted, at: now) }
    carryOut(heard.actions, at: now, outcome: &outcome)
  }

  mutating func takeChallenges() -> [Int] {
    throttles.takeChallenges().compactMap { name in world.evaluators.firstIndex { $0.name == name } }
  }

  mutating func tick(at now: Nanoseconds, outcome: inout RunOutcome) {
    if hasWindows {
      for (index, watch) in world.watches.enumerated() where watch.test == nil {
        for (scope, value) in signals.values(ofRule: index, at: now) {
          guard let change = alerts.update(rule: index, scope: scope, value: value, at: now) else { continue }
          outcome.alert(change)
          let exceedance = signals.exceedance(ofRule: index, scope: scope, at: now)
          carryOut(
            throttles.apply(change, rule: watch.rule, exceedance: exceedance, at: now), at: now, outcome: &outcome)
        }
      }
      for change in alerts.tick(at: now) { outcome.alert(change) }
    }
    if throttles.isProbing { carryOut(throttles.tick(at: now).actions, at: now, outcome: &outcome) }
  }

  // MARK: What follows

  private mutating func detect(
    _ index: Int, _ test: Watch.LevelTest, failed: Bool, start: Nanoseconds, _ dimensions: Dimensions,
    at now: Nanoseconds, outcome: inout RunOutcome
  ) {
    let rule = rules[index]
    let key = Key(watch: index, scope: Scope(rule.by, of: dimensions))
    // While throttled, what comes is another population: it shows nothing of the usual level.
    var detector = detectors[key] ?? Detector(test: LevelDetector(test))
    guard !detector.isFiring, start >= detector.hearsFrom else { return }
    let alarm = detector.test.record(failed: failed, at: now)
    detector.isFiring = alarm != nil
    detectors[key] = detector
    guard let alarm else { return }
    let change = AlertChange(
      alert: rule.name, scope: key.scope, signal: rule.signal, from: .inactive, to: .firing, at: now,
      evidence: SignalValue(value: alarm.estimate, samples: 0), threshold: detector.test.level.q)
    outcome.alert(change)
    let isLatency = if case .latency = rule.signal { true } else { false }
    let shift = DetectedShift(
      estimate: alarm.estimate, healthy: detector.test.level.pHat, tolerated: detector.test.level.q,
      threshold: isLatency ? rule.above : nil)
    carryOut(throttles.apply(change, rule: rule, detected: shift, at: now), at: now, outcome: &outcome)
  }

  private mutating func carryOut(_ actions: [ThrottleAction], at now: Nanoseconds, outcome: inout RunOutcome) {
    for action in actions {
      outcome.keep(action.audit)
      if action.kind == .cut, action.audit.from == 1 { outcome.throttles += 1 }
      let isOver = action.kind == .release || action.audit.to == 1
      guard isOver, let index = rules.firstIndex(where: { $0.name == action.alert }) else { continue }
      if action.kind == .release { outcome.releases += 1 }
      resume(index, action.scope, at: now, outcome: &outcome)
    }
  }

  /// The throttle has let go: the alert is over, and what led to it is forgotten.
  private mutating func resume(_ index: Int, _ scope: Scope, at now: Nanoseconds, outcome: inout RunOutcome) {
    let rule = rules[index]
    guard world.watches[index].test != nil else {
      signals.reset(rule: index, scope: scope)
      if let change = alerts.resolve(
        rule: index, scope: scope, at: now, evidence: SignalValue(value: nil, samples: 0))
      {
        outcome.alert(change)
      }
      return
    }
    let key = Key(watch: index, scope: scope)
    detectors[key]?.test.reset()
    detectors[key]?.isFiring = false
    detectors[key]?.hearsFrom = now
    outcome.alert(
      AlertChange(
        alert: rule.name, scope: scope, signal: rule.signal, from: .firing, to: .resolved, at: now,
        evidence: SignalValue(value: nil, samples: 0), threshold: rule.above))
  }

  private func record(of attempt: Simulation.Attempt) -> CallRecord {
    var call = templates[attempt.trip.caller][attempt.provider]
    call.start = attempt.start
    call.arrival = attempt.start + attempt.duration
    call.duration = attempt.duration
    call.outcome = attempt.isError ? .error : .ok
    if attempt.cost > 0 { call.cost = NanoDollars(Int64(min(attempt.cost, 1e6) * 1e9)) }
    return call
  }
}
