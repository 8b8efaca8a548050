import CallModel
import Testing

@testable import Ingest

/// What must hold for events in any order, with any bounds.
struct AssemblerPropertyTests {
  private enum Event {
    case call(Int64, start: Nanoseconds, input: Bool, output: Bool)
    case event(String, of: Int64, time: Nanoseconds)
    case retrieval(String, ended: Nanoseconds)
    case repeated(String, of: Int64)
  }

  private static func carryOut(_ event: Event, in world: inout AssemblyWorld, trace: UInt64 = 1) {
    switch event {
    case .call(let id, let start, let input, let output):
      world.call(id, trace: trace, start: start, input: input, output: output)
    case .event(let text, let id, let time): world.event(text, of: id, trace: trace, time: time)
    case .retrieval(let text, let end): world.retrieval(text, trace: trace, ended: end)
    case .repeated(let text, let id): world.repeated(text, of: id, trace: trace)
    }
  }

  /// An agent's run: a call without content, one with, one with half of it; two retrievals.
  private static let run: [Event] = [
    .retrieval("r1", ended: .seconds(5)),
    .call(1, start: .seconds(10), input: false, output: false),
    .event("s1", of: 1, time: .seconds(10)), .event("u1", of: 1, time: .seconds(11)),
    .event("c1", of: 1, time: .seconds(12)), .repeated("o1", of: 1),
    .retrieval("r2", ended: .seconds(20)),
    .call(2, start: .seconds(30), input: true, output: true),
    .call(3, start: .seconds(40), input: true, output: false),
    .event("c3", of: 3, time: .seconds(41)),
  ]

  @Test(arguments: 0..<300 as Range<UInt64>)
  func anyOrderGivesTheSameContentInAtMostTwoJudgements(seed: UInt64) {
    var random = SplitMix(state: seed)
    var world = AssemblyWorld()
    // A pause lets calls be judged before all of their parts are there; what comes after it comes
    // within the quiet. The complete call is left out then: it is judged at once, so that it may
    // have had its second judgement already.
    let pause = seed % 2 == 0 ? nil : Int.random(in: 0..<Self.run.count - 1, using: &random)
    let events = Self.run.filter { if case .call(2, _, _, _) = $0 { pause == nil } else { true } }
    for (position, event) in events.shuffled(using: &random).enumerated() {
      Self.carryOut(event, in: &world)
      world.wait(position == pause ? 3 : Double.random(in: 0..<0.19, using: &random))
    }
    world.wait(2)
    world.wait(2)
    var last: [Int64: [String]] = [:]
    for judged in world.judged { last[judged.id] = judged.texts }
    #expect(last[1] == ["r1", "s1", "u1", "c1", "o1"])
    #expect(last[2] == (pause == nil ? ["r1", "r2"] : nil))
    #expect(last[3] == ["r1", "r2", "c3"])
    expectOnceOrTwice(Array(last.keys), in: world)
    #expect(world.assembler.counts == AssemblyCounts())
  }

  @Test(arguments: 0..<60 as Range<UInt64>)
  func everyCallIsJudgedOnceOrTwiceWhateverBoundIsHit(seed: UInt64) {
    var random = SplitMix(state: seed)
    var world = AssemblyWorld {
      $0.partBytes = Int.random(in: 0...3_000, using: &random)
      $0.waitingCalls = Int.random(in: 0...10, using: &random)
      $0.judgedCalls = Int.random(in: 0...20, using: &random)
      $0.judgedAge = .seconds(Int64.random(in: 0...10, using: &random))
      $0.partAge = .seconds(Int64.random(in: 0...10, using: &random))
      $0.longestWait = .seconds(Int64.random(in: 0...6, using: &random))
      $0.partsOfCall = Int.random(in: 0...5, using: &random)
      $0.callsOfTrace = Int.random(in: 0...5, using: &random)
    }
    let calls = 400 as Int64
    var next = 1 as Int64
    while next <= calls {
      let trace = UInt64.random(in: 1...3, using: &random)
      let near = max(1, next + Int64.random(in: -20...5, using: &random))
      let event: Event =
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1:
          .call(
            next, start: .seconds(next), input: Bool.random(using: &random), output: Bool.random(using: &random))
        case 2: .retrieval("r", ended: .seconds(near))
        case 3: .repeated("o", of: near)
        default: .event("e", of: near, time: .seconds(near))
        }
      // A call is in the trace of its number, so that the parts find it now and then.
      if case .call = event {
        Self.carryOut(event, in: &world, trace: UInt64(next % 3) + 1)
        next += 1
      } else {
        Self.carryOut(event, in: &world, trace: trace)
      }
      if Int.random(in: 0..<3, using: &random) == 0 { world.wait(Double.random(in: -1..<2, using: &random)) }
      #expect(world.assembler.partBytes <= 3_000)
      #expect(world.assembler.waitingCalls.first <= 10)
      #expect(world.assembler.waitingCalls.second <= 20)
    }
    world.assembler.drain(to: &world.judged)
    expectOnceOrTwice(Array(1...calls), in: world)
  }

  private func expectOnceOrTwice(_ ids: [Int64], in world: AssemblyWorld) {
    let judgements = Dictionary(grouping: world.judged, by: \.id)
    #expect(Set(judgements.keys) == Set(ids))
    for (id, judgements) in judgements {
      let again = judgements.map(\.isAgain)
      #expect(again == [false] || again == [false, true], "call \(id)")
    }
  }
}

/// A seeded source of randomness (splitmix64), so that every run is the same.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
