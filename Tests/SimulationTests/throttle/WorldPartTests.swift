import CallModel
import Testing

@testable import Simulation

struct WorldPartTests {
  @Test func aSpellComesAndGoes() {
    let spell = Spell(from: 100, until: 200, every: 20, lasting: 5)
    #expect(
      [99, 100, 104, 105, 120, 124, 125, 199, 200].map(spell.contains) == [
        false, true, true, false, true, true, false, false, false,
      ])
    #expect(Spell(from: 5, until: 7).contains(6))
  }

  /// Forty calls at once: the limit lets one second's worth in, and each waits for those before it.
  @Test func aProviderQueuesAndLimits() {
    var provider = ProviderState()
    let conditions = ProviderModel.Conditions(capacity: 10, limit: 25)
    var waits: [Double] = []
    for _ in 0..<40 {
      if case .accepted(let wait) = provider.take(conditions, at: 0) { waits.append(wait) }
    }
    #expect(waits.count == 25)
    #expect(waits.first == 0 && waits.last == 2.4)
    guard case .accepted(let wait) = provider.take(conditions, at: .seconds(1)) else {
      Issue.record("a second later there is room again")
      return
    }
    #expect(abs(wait - 1.5) < 1e-9)
  }

  @Test func eventsComeInTheOrderOfTheirTimes() {
    var queue = EventQueue<Int>()
    for (index, time) in [5, 3, 9, 3, 1, 7, 3].enumerated() { queue.add(index, at: Int64(time)) }
    var order: [Int] = []
    while let next = queue.next() { order.append(next.event) }
    #expect(order == [4, 1, 3, 6, 0, 5, 2])
  }

  @Test func arrivalsAreReplayedOnce() {
    let world = World(
      name: "replay", length: .minutes(1),
      callers: [CallerModel(name: "a", rate: 100, arrivals: [0, .seconds(1), .seconds(1), .seconds(50)])],
      providers: [ProviderModel(name: "p", model: "m")])
    var simulation = Simulation(world, seed: 1)
    #expect(simulation.run().calls == 4)
  }

  @Test func aWorldWithoutAnythingEnds() {
    var simulation = Simulation(
      World(name: "", length: .hours(1), callers: [CallerModel(name: "a", rate: 0)], providers: []), seed: 1)
    #expect(simulation.run().calls == 0)
  }
}
