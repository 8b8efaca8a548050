import CallModel
import FoundationEssentials
import Testing

@testable import Throttling

struct ThrottleBoardSnapshotTests {
  private func copied(_ snapshot: ThrottleBoardSnapshot) throws -> ThrottleBoardSnapshot {
    try JSONDecoder().decode(ThrottleBoardSnapshot.self, from: JSONEncoder().encode(snapshot))
  }

  /// A board in the middle of a ladder: both kinds of throttle, a flap, probes seen, an override.
  private func board() throws -> ThrottleBoard {
    var board = ThrottleBoard(salt: 1)
    _ = board.apply(fires(qualityRule()), rule: qualityRule(), at: start)
    _ = board.apply(fires(latencyRule(), value: 8), rule: latencyRule(), at: start)
    _ = try board.override(
      scope: Scope(parsing: "user=bob"), share: 0.5, by: "ann", reason: "tests", until: start + .hours(1), at: start)
    for i in 0..<40 as Range<Int64> {
      let now = start + .seconds(i)
      _ = board.judge(failed: i % 9 == 0, at: now)
      _ = board.observe(call: finished(at: now), dimensions: { checkout }, at: now)
    }
    return board
  }

  @Test func aRestartGoesOnWhereItStopped() throws {
    var before = try board()
    var after = ThrottleBoard(salt: 1)
    let snapshot = try copied(before.snapshot())
    #expect(after.restore(snapshot, rules: [qualityRule(), latencyRule()], at: start + .seconds(40)).isEmpty)
    #expect(after.listOverrides(at: start).map(\.scope.description) == ["user=bob"])
    // The same events lead to the same steps.
    for i in 40..<400 as Range<Int64> {
      let now = start + .seconds(i)
      let expected =
        before.judge(failed: i % 30 == 0, at: now)
        + before.observe(call: finished(at: now), dimensions: { checkout }, at: now) + before.tick(at: now).actions
      let found =
        after.judge(failed: i % 30 == 0, at: now)
        + after.observe(call: finished(at: now), dimensions: { checkout }, at: now) + after.tick(at: now).actions
      #expect(found.map(\.audit) == expected.map(\.audit))
    }
    #expect(!before.isProbing(checkout))
    #expect(!after.isProbing(checkout))
  }

  @Test func throttlesOfAlertsThatAreGoneAreReleased() throws {
    var after = ThrottleBoard(salt: 1)
    let audit = after.restore(
      try board().snapshot(), rules: [qualityRule(mode: .shadow), latencyRule("renamed")], at: start + .minutes(1))
    #expect(audit.map(\.actor) == ["slow"])
    #expect(audit.map(\.subject) == ["configuration"])
    #expect(audit.map(\.to) == [1])
    #expect(after.list(at: start).map(\.alert) == ["ungrounded"])
    #expect(after.list(at: start).map(\.mode) == [.shadow])
    #expect(after.share(at: start + .minutes(1)) == 1)
  }

  @Test func whatIsOverOrSpoiltIsLeftOut() throws {
    var snapshot = try board().snapshot()
    for index in snapshot.throttles.indices { snapshot.throttles[index].scope = "no scope" }
    snapshot.overrides.append(
      .init(scope: "*", share: 7, person: "x", reason: "", until: .max, since: 0))
    var after = ThrottleBoard(salt: 1)
    _ = after.restore(snapshot, rules: [qualityRule(), latencyRule()], at: start + .hours(2))
    #expect(after.list(at: start).isEmpty)
    #expect(after.listOverrides(at: start).isEmpty)
  }

  @Test func aThrottleFromTheFutureIsLeftOut() throws {
    var after = ThrottleBoard(salt: 1)
    _ = after.restore(try board().snapshot(), rules: [qualityRule(), latencyRule()], at: start - .hours(1))
    #expect(after.list(at: start).isEmpty)
  }
}
