import CallModel
import FoundationEssentials
import Testing

@testable import Throttling

struct ExternalThrottleTests {
  private func rule(_ floor: Double = 0.1, by: [Dimension] = [.route, .model]) -> AlertRule {
    AlertRule(
      name: "burn", signal: .external, above: 0, window: .minutes(10), minSamples: 1, holdFor: 0, by: by,
      throttle: ThrottlePolicy(floor: floor), mode: .enforce)
  }

  private func changed(
    to state: AlertState, _ scope: Scope = checkoutScope, at now: Nanoseconds
  ) -> AlertChange {
    AlertChange(
      alert: "burn", scope: scope, signal: .external, from: .inactive, to: state, at: now,
      evidence: SignalValue(value: 1, samples: 1), threshold: 0)
  }

  private func walk(_ board: inout ThrottleBoard, _ seconds: ClosedRange<Int64>) -> [Double] {
    seconds.flatMap { board.tick(at: start + .seconds($0)).actions.map(\.audit.to) }
  }

  @Test func halvesEachDwellDownToTheFloorAndDoublesAfterTheEnd() {
    var board = ThrottleBoard(salt: 1)
    let first = board.apply(changed(to: .firing, at: start), rule: rule(), at: start)
    #expect(first.map(\.audit.to) == [0.5])
    #expect(first.first?.audit.evidence == "1 alert outside fires.")
    #expect(walk(&board, 1...14) == [])
    #expect(walk(&board, 15...120) == [0.25, 0.125, 0.1])
    #expect(board.apply(changed(to: .resolved, at: start), rule: rule(), at: start + .seconds(121)).isEmpty)
    #expect(walk(&board, 122...300) == [0.2, 0.4, 0.8, 1])
    #expect(board.share(at: start + .seconds(300)) == 1)
  }

  @Test func turnsRoundWhenItFiresAgain() {
    var board = ThrottleBoard(salt: 1)
    _ = board.apply(changed(to: .firing, at: start), rule: rule(), at: start)
    _ = board.apply(changed(to: .resolved, at: start), rule: rule(), at: start + .seconds(20))
    let again = board.apply(changed(to: .firing, at: start), rule: rule(), at: start + .seconds(25))
    #expect(again.map(\.kind) == [.hold])
    #expect(walk(&board, 26...40) == [0.25])
  }

  @Test func callsAreNoProbesOfIt() {
    var board = ThrottleBoard(salt: 1)
    _ = board.apply(changed(to: .firing, at: start), rule: rule(), at: start)
    for second in 1...14 as ClosedRange<Int64> {
      let now = start + .seconds(second)
      #expect(board.observe(call: finished(at: now), dimensions: { checkout }, at: now).isEmpty)
    }
    #expect(board.share(at: start + .seconds(14)) == 0.5)
  }

  @Test func oneLabelIsEnoughAndNoneThrottlesNobody() throws {
    let openai = Scope([.provider], of: checkout)
    #expect(ThrottleBoard.enforcement(of: rule(by: [.route, .provider]), scope: openai) == .enforce)
    #expect(ThrottleBoard.enforcement(of: rule(), scope: openai) == .shadow)
    #expect(ThrottleBoard.enforcement(of: rule(by: []), scope: .everything) == .enforce)
  }

  @Test(arguments: [true, false])
  func anEndThatWasMissedIsMadeUpForAtTheStart(firesOutside: Bool) throws {
    var board = ThrottleBoard(salt: 1)
    _ = board.apply(changed(to: .firing, at: start), rule: rule(), at: start)
    let data = try JSONEncoder().encode(board.snapshot())
    let snapshot = try JSONDecoder().decode(ThrottleBoardSnapshot.self, from: data)
    var next = ThrottleBoard(salt: 1)
    _ = next.restore(snapshot, rules: [rule()], at: start + .seconds(5), firesOutside: { _, _ in firesOutside })
    #expect(walk(&next, 6...16) == [firesOutside ? 0.25 : 1])
  }
}
