import CallModel
import Testing
import Throttling

/// The loop on errors and on spend in simulated worlds, held to bands around what three seeds gave.
struct CallWorldTests {
  private static let incident: Range<Nanoseconds> = .minutes(60)..<Nanoseconds.minutes(70)

  private static let errors = AlertRule(
    name: "outage", signal: .errorRatio, above: 0.1, window: .minutes(5), minSamples: 50, holdFor: 0,
    by: [.route, .model], throttle: ThrottlePolicy(floor: 0.01, stepAtLeast: .seconds(5)), mode: .enforce)

  /// Three times what a healthy call a second costs: exp(½) · $0.002 · 3600 is $11.87 an hour.
  private static let spend = AlertRule(
    name: "runaway", signal: .spendRate, above: 36, window: .minutes(5), minSamples: 1, holdFor: 0,
    by: [.route, .model], throttle: ThrottlePolicy(), mode: .enforce,
    spendLimit: SpendRate(NanoDollars(36_000_000_000), per: .hours(1)))

  private func outage(_ mode: Enforcement = .enforce) -> World {
    var rule = Self.errors
    rule.mode = mode
    return World(
      incidentFails: 0.03, healthyErrors: 0.005, incidentErrors: 0.6, incident: Self.incident, length: .minutes(100),
      rule: rule)
  }

  private func runaway(_ mode: Enforcement = .enforce) -> World {
    var rule = Self.spend
    rule.mode = mode
    return World(
      rate: 1, incidentFails: 0.03, incidentTraffic: 20, cost: 0.002, incident: Self.incident, length: .minutes(100),
      rule: rule)
  }

  /// 5 calls a second, 0.5 % errors, then 60 % for ten minutes; failed calls are tried again.
  @Test func anOutageIsThrottledAndReleased() {
    for seed in 1...3 as ClosedRange<UInt64> {
      let outcome = outage().run(seed: seed)
      #expect(outcome.throttles == 1)
      #expect(outcome.releases == 1)
      #expect(outcome.secondsToThrottle.map { $0 <= 60 } == true)
      #expect(outcome.secondsToRecover.map { $0 <= 420 } == true)
      #expect(outcome.lowestShare <= 0.05)
      // In shadow more than 4,000.
      #expect(outcome.errors <= 700)
    }
    let shadow = outage(.shadow).run(seed: 1)
    #expect(shadow.lowestShare == 1)
    #expect(shadow.rejectedWhileHealthy == 0)
    #expect(shadow.errors > 3_500)
  }

  /// The errors are calls that time out after a minute, which is twelve dwells: the good calls of
  /// each step come back long before the bad ones.
  @Test func anOutageOfTimeoutsIsNotTakenForHealth() {
    var world = outage()
    world.errorDuration = 60
    for seed in 1...3 as ClosedRange<UInt64> {
      let outcome = world.run(seed: seed)
      #expect(outcome.throttles <= 2)
      #expect(outcome.secondsToThrottle.map { $0 <= 150 } == true)
      #expect(outcome.secondsToRecover.map { $0 <= 600 } == true)
      #expect(outcome.errors <= 1_500)
    }
  }

  /// One call a second; for ten minutes a loop makes it twenty.
  @Test func aRunawayLoopIsHeldToTheLimitAndReleased() {
    for seed in 1...3 as ClosedRange<UInt64> {
      let outcome = runaway().run(seed: seed)
      #expect(outcome.throttles == 1)
      #expect(outcome.releases == 1)
      #expect(outcome.secondsToThrottle.map { $0 <= 80 } == true)
      #expect(outcome.secondsToRecover.map { $0 <= 200 } == true)
      // $6 is what the limit allows in ten minutes; without the throttle it is more than $39.
      #expect((4...11).contains(outcome.spentInIncident))
    }
    let shadow = runaway(.shadow).run(seed: 1)
    #expect(shadow.lowestShare == 1)
    #expect(shadow.lost == 0)
    #expect(shadow.spentInIncident > 35)
  }

  /// The steps of the throttle on spend lead to the share that the limit allows: 36 of 237.
  @Test func theShareOfARunawayFollowsTheLimit() throws {
    let outcome = runaway().run(seed: 1)
    let cuts = outcome.audit.filter { $0.action == "cut" }
    #expect(cuts.map(\.action).count <= 4)
    #expect(abs((cuts.last?.to ?? 0) - 0.152) < 0.05)
  }

  @Test func healthyHoursAreLeftAlone() {
    for seed in [1] as [UInt64] {
      for var world in [outage(), runaway()] {
        world.incident = 0..<0
        world.healthyErrors = min(world.healthyErrors * 4, 0.02)
        world.length = .hours(3)
        let outcome = world.run(seed: seed)
        #expect(outcome.throttles == 0)
        #expect(outcome.alerts.isEmpty)
        #expect(outcome.rejectedWhileHealthy == 0)
      }
    }
  }
}
