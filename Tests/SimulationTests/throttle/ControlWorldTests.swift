import CallModel
import JSON
import Testing

@testable import Simulation

/// The throttles in their worlds, one seed each and cut short: bands a little wider than the
/// medians of sixty seeds, which `assay simulate` holds to the files under config/worlds.
struct ControlWorldTests {
  private func run(
    _ world: World, until length: Nanoseconds, seed: UInt64 = 1, control: Simulation.Control = .full
  ) -> RunOutcome {
    var world = earlier(world)
    world.length = length
    var simulation = Simulation(world, seed: seed, control: control)
    return simulation.run()
  }

  /// The same world with fifty quiet minutes less before anything goes wrong.
  private func earlier(_ world: World) -> World {
    func earlier(_ spell: inout Spell) {
      spell.from -= .minutes(50)
      spell.until -= .minutes(50)
    }
    var world = world
    for index in world.callers.indices {
      for place in world.callers[index].incidents.indices { earlier(&world.callers[index].incidents[place].spell) }
    }
    for index in world.providers.indices {
      for place in world.providers[index].incidents.indices { earlier(&world.providers[index].incidents[place].spell) }
    }
    for index in world.evaluators.indices {
      for place in world.evaluators[index].incidents.indices {
        earlier(&world.evaluators[index].incidents[place].spell)
      }
    }
    return world
  }

  /// T1: answers get bad and nothing shows it.
  @Test func aSilentDropIsThrottledAndReleased() throws {
    let outcome = run(Worlds.silentDrop, until: .minutes(55))
    #expect(outcome.throttles == 1)
    #expect(outcome.releases == 1)
    #expect(try #require(outcome.secondsToThrottle) <= 130)
    #expect(try #require(outcome.secondsToRecover) <= 650)
    let uncontrolled = run(Worlds.silentDrop, until: .minutes(55), control: .none)
    #expect(uncontrolled.bad > 2 * outcome.bad)
    #expect(uncontrolled.throttles == 0 && uncontrolled.refused == 0)
  }

  /// T4: every call fails; and each step has left its line in the audit.
  @Test func anOutageIsThrottledAtOnce() throws {
    let outcome = run(Worlds.outage, until: .minutes(40))
    #expect(outcome.throttles == 1)
    #expect(try #require(outcome.secondsToThrottle) <= 20)
    #expect(try #require(outcome.secondsToRecover) <= 330)
    #expect(outcome.errors <= 3_000)
    #expect(outcome.audit.allSatisfy { !$0.evidence.isEmpty })
    #expect(outcome.audit.last?.action == "release")
  }

  /// T6: the evaluator is at fault, and nobody is refused for long.
  @Test func aPoisonedEvaluatorIsDistrusted() throws {
    let outcome = run(Worlds.poisonedEvaluator, until: .minutes(25))
    #expect(try #require(outcome.secondsToSuspect) <= 15)
    #expect(outcome.refused <= 300)
    #expect(outcome.lost == 0)
    var blind = Worlds.poisonedEvaluator
    blind.evaluators[0].goldenPerMinute = 0
    let believed = run(blind, until: .minutes(25))
    #expect(believed.secondsToSuspect == nil)
    #expect(believed.lost > 1_000)
  }

  /// T8 for half an hour: nothing happens, nobody is refused.
  @Test func aQuietWorldIsLeftAlone() {
    let outcome = run(Worlds.quiet, until: .minutes(30))
    #expect(outcome.throttles == 0)
    #expect(outcome.refused == 0)
    #expect(outcome.secondsToThrottle == nil)
  }

  @Test func aSeedSaysEverythingThatHappens() {
    let first = run(Worlds.tenfold, until: .minutes(12), seed: 7)
    let second = run(Worlds.tenfold, until: .minutes(12), seed: 7)
    let other = run(Worlds.tenfold, until: .minutes(12), seed: 8)
    #expect(first.audit == second.audit)
    #expect(!first.audit.isEmpty)
    #expect(Figure.allCases.allSatisfy { first.value(of: $0) == second.value(of: $0) })
    #expect(first.value(of: .calls) != other.value(of: .calls))
  }

  /// One tenant's questions go wrong: the other is not touched.
  @Test func aTenantIsThrottledAlone() {
    var quality = Worlds.quality
    quality.rule.by = [.caller]
    let world = World(
      name: "two", length: .minutes(80),
      callers: [
        CallerModel(name: "good", rate: 3, tenant: "good"),
        CallerModel(
          name: "bad", rate: 3, tenant: "bad",
          incidents: [CallerModel.Incident(Spell(from: .minutes(60), until: .minutes(80)), fails: 0.6)]),
      ],
      providers: [
        ProviderModel(name: "first", model: "large", conditions: ProviderModel.Conditions(capacity: 100, limit: 100))
      ], evaluators: [EvaluatorModel(name: "judge", perMinute: 120)], watches: [quality])
    let outcome = run(world, until: .minutes(30))
    #expect(outcome.callers.map(\.name) == ["good", "bad"])
    #expect(outcome.callers[0].refused == 0 && outcome.callers[0].lost == 0)
    #expect(outcome.callers[1].refused > 1_000)
  }

  @Test func aBandHoldsOnItsSideOnly() {
    #expect(Band(.bad, .atMost, 10).holds(10))
    #expect(!Band(.bad, .atMost, 10).holds(10.5))
    #expect(Band(.harmCut, .atLeast, 0.9).holds(0.95))
    #expect(!Band(.harmCut, .atLeast, 0.9).holds(0.85))
    #expect(!Band(.secondsToThrottle, .atMost, 90).holds(nil))
  }

  @Test func aReportHoldsItsBandsToTheMedian() {
    var world = earlier(Worlds.outage)
    world.length = .minutes(12)
    world.bands = [Band(.secondsToThrottle, .atMost, 20), Band(.throttles, .atLeast, 5)]
    let report = WorldReport(world, seeds: 1)
    #expect(report.bands.map(\.holds) == [true, false])
    #expect(!report.holds)
    #expect(report.table.contains("FAILS throttles >= 5: 1"))
    #expect(report.lines.count == 2)
    #expect(report.lines.last?["holds"]?.bool == false)
    let drawn = picture(of: report.outcomes[0], world: world)
    #expect(drawn.hasPrefix("<svg") && drawn.contains("errors model=large,route=checkout"))
    #expect(!drawn.contains("nan") && !drawn.contains("inf"))
  }
}
