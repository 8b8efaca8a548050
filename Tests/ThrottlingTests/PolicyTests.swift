import CallModel
import Testing

@testable import Throttling

struct PolicyTests {
  @Test func availabilityRaisesSoonerAndIsNotDamped() {
    var controller = ThrottleController(
      cause: .quality, policy: ThrottlePolicy(prefer: .availability), arrivalsPerSecond: 100, at: start)
    #expect(controller.floor(at: start) == 0.1)
    _ = controller.fire(estimate: 0.4, healthy: 0.05, limit: 0.1, evidence: "", at: start)
    // ln 5 and ln 2 in place of ln 10 and ln 3.
    #expect(abs(controller.test.goodBoundary - 1.609438) < 1e-5)
    var now = start
    for _ in 0..<2 {
      now += .seconds(15)
      for _ in 0..<40 where controller.probe(failed: false, startedAt: now, at: now) == nil {}
    }
    _ = controller.fire(estimate: 0.4, healthy: 0.05, limit: 0.1, evidence: "", at: now + .minutes(1))
    #expect(controller.flaps == 0)
  }

  @Test(arguments: [(ThrottleCause.errors, 100.0, 0.01), (.errors, 5.0, 0.02), (.quality, 5.0, 0.05)])
  func theUsualFloorFollowsTheCause(cause: ThrottleCause, arrivals: Double, floor: Double) {
    let controller = ThrottleController(
      cause: cause, policy: ThrottlePolicy(), arrivalsPerSecond: arrivals, at: start)
    #expect(abs(controller.floor(at: start) - floor) < 1e-9)
  }

  /// $100 an hour where $5 are usual, against a stated limit of $50.
  @Test(arguments: [(ThrottlePolicy.Cap.usualRate, 0.05), (.limit, 0.5)])
  func aCapHoldsToWhatIsUsual(cap: ThrottlePolicy.Cap, share: Double) {
    let rule = AlertRule(
      name: "dear", signal: .spendRate, above: 50, window: .minutes(10), minSamples: 1, holdFor: 0, by: [.route],
      throttle: ThrottlePolicy(floor: 0.01, cap: cap), mode: .enforce)
    var board = ThrottleBoard(salt: 1)
    let shift = DetectedShift(estimate: 1, healthy: 0, tolerated: 0, usualRate: 5)
    let actions = board.apply(
      fires(rule, Scope([.route], of: checkout), value: 100), rule: rule, detected: shift, at: start)
    #expect(actions.count == 1)
    #expect(abs((actions.first?.audit.to ?? 0) - share) < 1e-6)
  }

  @Test func whatADetectorLearnedIsBelievedBeforeTheWindow() {
    var board = ThrottleBoard(salt: 1)
    let rule = qualityRule()
    let shift = DetectedShift(estimate: 0.2, healthy: 0.03, tolerated: 0.1)
    let actions = board.apply(fires(rule, value: 0.9), rule: rule, detected: shift, at: start)
    #expect(actions.first.map { abs($0.audit.to - 0.5) < 1e-6 } == true)
    #expect(actions.first?.audit.evidence.contains("shifted to about 20 % from 3 %") == true)
  }

  @Test func aThrottleThatDegradesRefusesNobody() {
    var board = ThrottleBoard(salt: 1)
    let rule = qualityRule(throttle: ThrottlePolicy(degrade: "small"))
    _ = board.apply(fires(rule), rule: rule, at: start)
    var decisions: [AdmissionDecision: Int] = [:]
    for index in 0..<1_000 {
      let admission = board.admit(
        AdmissionRequest(dimensions: checkout, id: "\(index)"), randomID: "", at: start)
      decisions[admission.decision, default: 0] += 1
      #expect(admission.model == (admission.decision == .degrade ? "small" : nil))
    }
    #expect(Set(decisions.keys) == [.admit, .degrade])
    #expect(abs(Double(decisions[.admit] ?? 0) / 1_000 - 0.25) < 0.05)
  }

  @Test func theGreedyGiveWayFirst() {
    var demand = CallerDemand(at: start)
    for second in 0..<60 as Range<Int64> {
      let now = start + .seconds(second)
      for _ in 0..<18 { demand.record("greedy", admittedShare: 1, at: now) }
      demand.record("small", admittedShare: 1, at: now)
      demand.record("other", admittedShare: 1, at: now)
    }
    #expect(demand.share(of: "small", admitting: 0.5) == 1)
    // Half of 20 is 10, of which 2 go to the small ones: 8 of 18.
    #expect(abs(demand.share(of: "greedy", admitting: 0.5) - 8.0 / 18) < 0.01)
    #expect(demand.share(of: "unheard", admitting: 0.5) == 1)
    // Less than all of the small ones' together: everybody gets a third of it.
    #expect(abs(demand.share(of: "small", admitting: 0.05) - 1.0 / 3) < 0.01)
    #expect(demand.share(of: nil, admitting: 0.5) == 0.5)
  }

  @Test func fewAreCountedAndTheGreedyAlwaysIs() {
    var demand = CallerDemand(at: start)
    for index in 0..<5_000 {
      demand.record("caller-\(index)", admittedShare: 1, at: start)
      if index % 2 == 0 { demand.record("greedy", admittedShare: 1, at: start) }
    }
    #expect(demand.share(of: "greedy", admitting: 0.5) < 1)
  }

  /// A rate limit: each raise that goes too far brings errors, and they are not waited for.
  @Test func errorsThatPourInCutAtOnce() {
    var controller = ThrottleController(
      cause: .errors, policy: ThrottlePolicy(), arrivalsPerSecond: 100, at: start)
    _ = controller.fire(estimate: 0.5, healthy: 0.005, limit: 0.02, evidence: "", at: start)
    let now = start + .seconds(1)
    var steps: [ThrottleStep.Kind] = []
    for _ in 0..<5 {
      if let step = controller.probe(failed: true, startedAt: now, at: now) { steps.append(step.kind) }
    }
    #expect(steps == [.cut])
  }
}
