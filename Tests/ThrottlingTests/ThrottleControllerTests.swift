import CallModel
import Testing

@testable import Throttling

struct ThrottleControllerTests {
  private let dwell = Nanoseconds.seconds(15)

  private func controller(_ cause: ThrottleCause = .quality, arrivals: Double = 100) -> ThrottleController {
    ThrottleController(cause: cause, policy: ThrottlePolicy(), arrivalsPerSecond: arrivals, at: start)
  }

  private func fired(
    _ cause: ThrottleCause = .quality, estimate: Double = 0.4, arrivals: Double = 100
  ) -> ThrottleController {
    var controller = controller(cause, arrivals: arrivals)
    _ = controller.fire(estimate: estimate, healthy: 0.05, limit: 0.1, evidence: "test", at: start)
    return controller
  }

  /// Feeds good or bad probes that began just before `now`, until a step is made.
  private func probe(
    _ controller: inout ThrottleController, failed: Bool, at now: Nanoseconds
  ) -> ThrottleStep? {
    for _ in 0..<200 {
      if let step = controller.probe(failed: failed, startedAt: now, at: now) { return step }
    }
    return nil
  }

  @Test(arguments: [(0.11, 0.95), (0.2, 0.5), (0.26, 0.25), (0.4, 0.25), (1.0, 0.25)])
  func theFirstCutFollowsSeverity(estimate: Double, share: Double) {
    var controller = controller()
    let step = controller.fire(estimate: estimate, healthy: 0.05, limit: 0.1, evidence: "why", at: start)
    #expect(step.kind == .cut)
    #expect(step.from == 1)
    #expect(abs(step.to - share) < 1e-6)
    #expect(step.evidence == "why")
    #expect(controller.share == step.to)
  }

  @Test(arguments: [(0.01, 0.95), (0.3, 0.7), (0.99, 0.1)])
  func aLatencyCutTakesAwayWhatIsSlow(estimate: Double, share: Double) {
    #expect(abs(fired(.latency, estimate: estimate).share - share) < 1e-6)
  }

  @Test func firingAgainDoesNotCutTwice() {
    var controller = fired()
    let step = controller.fire(
      estimate: 0.9, healthy: 0.05, limit: 0.1, evidence: "again", at: start + .minutes(5))
    #expect(step.kind == .hold)
    #expect(step.from == 0.25 && step.to == 0.25)
    #expect(controller.share == 0.25)
    #expect(controller.flaps == 0)
  }

  @Test func callsThatBeganBeforeTheLastStepAreNoProbes() {
    var controller = fired()
    let now = start + .seconds(20)
    for _ in 0..<100 {
      #expect(controller.probe(failed: false, startedAt: start - 1, at: now) == nil)
    }
    #expect(controller.test.probes == 0)
    #expect(controller.probe(failed: false, startedAt: start, at: now) == nil)
    #expect(controller.test.probes == 1)
  }

  @Test func noStepIsMadeBeforeTheDwellIsOver() throws {
    var controller = fired()
    #expect(probe(&controller, failed: false, at: start + .seconds(1)) == nil)
    #expect(controller.tick(at: start + dwell - 1) == nil)
    #expect(controller.dwellLeft(at: start + .seconds(5)) == .seconds(10))
    let raised = controller.tick(at: start + dwell)
    let step = try #require(raised)
    #expect(step.kind == .raise)
    #expect(step.to == 0.5)
    var bad = fired()
    #expect(probe(&bad, failed: true, at: start + .seconds(1)) == nil)
    #expect(bad.tick(at: start + dwell)?.kind == .cut)
  }

  @Test func healthyProbesGiveTheShareBackStepByStep() throws {
    var controller = fired()
    var steps: [ThrottleStep] = []
    for i in 1...2 as ClosedRange<Int64> {
      let now = start + Int64(i) * dwell
      let step = probe(&controller, failed: false, at: now)
      steps.append(try #require(step))
    }
    #expect(steps.map(\.kind) == [.raise, .release])
    #expect(steps.map(\.to) == [0.5, 1])
    #expect(!controller.isThrottled)
    #expect(steps.allSatisfy { $0.evidence.contains("likelier if healthy") })
    #expect(controller.probe(failed: true, startedAt: start + .hours(1), at: start + .hours(1)) == nil)
    #expect(controller.tick(at: start + .hours(1)) == nil)
  }

  @Test func theFirstRaiseNeedsMoreEvidenceThanTheNext() {
    var controller = fired()
    func count(at now: Nanoseconds) -> Int {
      for i in 1...200 where controller.probe(failed: false, startedAt: now, at: now) != nil { return i }
      return 0
    }
    // ln 10 and ln 3 over ln(0.95 / 0.775).
    #expect(count(at: start + dwell) == 12)
    #expect(count(at: start + 2 * dwell) == 6)
  }

  @Test func badProbesCutDeeperDownToTheFloorAndHoldThere() {
    var controller = fired()
    var steps: [ThrottleStep] = []
    for i in 1...4 as ClosedRange<Int64> {
      if let step = probe(&controller, failed: true, at: start + i * dwell) { steps.append(step) }
    }
    #expect(steps.map(\.kind) == [.cut, .cut, .hold, .hold])
    #expect(steps.map(\.to) == [0.0625, 0.05, 0.05, 0.05])
  }

  @Test(arguments: [(100.0, 0.05), (0.5, 0.1), (0.2, 0.25), (0.01, 0.5), (0, 0.5)])
  func theFloorLeavesThreeProbesAMinute(arrivals: Double, floor: Double) {
    #expect(abs(controller(arrivals: arrivals).floor(at: start) - floor) < 1e-9)
  }

  @Test func theFloorIsNeverNothing() {
    let none = ThrottleController(
      cause: .quality, policy: ThrottlePolicy(floor: 0), arrivalsPerSecond: 1e9, at: start)
    #expect(none.floor(at: start) > 0)
    let strange = ThrottleController(
      cause: .quality, policy: ThrottlePolicy(floor: .nan, stepAtLeast: .min), arrivalsPerSecond: 1, at: start)
    #expect(strange.floor(at: start) > 0)
    #expect(strange.dwell == 0)
  }

  @Test func countsArrivalsFromWhatComesThrough() {
    var controller = fired(arrivals: 0)
    for i in 0..<600 as Range<Int64> {
      controller.arrive(admittedShare: 0.25, at: start + .seconds(i))
    }
    // One admitted call a second at a quarter: four a second.
    #expect(abs(controller.rate.perMinute(at: start + .minutes(10)) / 240 - 1) < 0.05)
  }

  @Test func whenTrafficFallsTheShareRisesSoThatProbesStillCome() throws {
    var controller = fired(arrivals: 100)
    _ = probe(&controller, failed: true, at: start + dwell)
    #expect(controller.share == 0.0625)
    #expect(controller.tick(at: start + .minutes(5)) == nil)
    let raised = controller.tick(at: start + .minutes(30))
    let step = try #require(raised)
    #expect(step.kind == .raise)
    #expect(step.to == 0.5)
    #expect(step.evidence.contains("calls a minute arrive"))
    #expect(controller.tick(at: start + .minutes(60)) == nil)
  }

  @Test func aQualityThrottleThatFlapsGetsSlowerUntilItIsForgiven() throws {
    var controller = fired()
    var now = start
    func release() {
      for _ in 0..<10 where controller.isThrottled {
        now += controller.dwell
        _ = probe(&controller, failed: false, at: now)
      }
    }
    func fire(after pause: Nanoseconds) {
      now += pause
      _ = controller.fire(estimate: 0.4, healthy: 0.05, limit: 0.1, evidence: "", at: now)
    }
    for flaps in [1, 2, 2] {
      release()
      #expect(!controller.isThrottled)
      fire(after: .minutes(30))
      #expect(controller.flaps == flaps)
      #expect(controller.dwell == dwell << Int64(flaps))
      #expect(abs(controller.test.goodBoundary - 2.302585 * Double(1 + flaps)) < 1e-5)
    }
    release()
    fire(after: .minutes(45))
    #expect(controller.flaps == 2)
    release()
    fire(after: .minutes(60))
    #expect(controller.flaps == 0)
  }

  @Test func aLatencyThrottleDoublesToHalfOfWhereItWasAndThenGrowsEvenly() {
    var controller = fired(.latency, estimate: 0.8)
    #expect(abs(controller.share - 0.2) < 1e-6)
    var shares: [Double] = []
    for i in 1...4 as ClosedRange<Int64> {
      if let step = probe(&controller, failed: false, at: start + i * dwell) { shares.append(step.to) }
    }
    #expect(shares == [0.4, 0.5, 0.55, 0.6])
    #expect(controller.flaps == 0)
  }

  /// Just after a cut only the fast calls are back.
  @Test func aLatencyProbeWaitsForTheSlowCallsThatBeganWithIt() throws {
    var controller = ThrottleController(
      cause: .latency, policy: ThrottlePolicy(), patience: .seconds(16), arrivalsPerSecond: 100, at: start)
    _ = controller.fire(estimate: 0.5, healthy: 0.025, limit: 0.05, evidence: "", at: start)
    for i in 0..<100 as Range<Int64> {
      let began = start + .milliseconds(10 * i)
      #expect(controller.probe(failed: false, startedAt: began, at: began + .seconds(1)) == nil)
    }
    #expect(controller.tick(at: start + .seconds(15)) == nil)
    #expect(controller.test.probes == 0)
    for i in 0..<100 as Range<Int64> {
      let began = start + .milliseconds(10 * i)
      _ = controller.probe(failed: true, startedAt: began, at: began + .seconds(8))
    }
    let concluded = controller.tick(at: start + .seconds(20))
    let step = try #require(concluded)
    #expect(step.kind == .cut)
    #expect(step.evidence.contains("100 of 200"))
  }
}
