import CallModel
import Testing
import Throttling

struct OverrideTests {
  private func board() -> ThrottleBoard {
    var board = ThrottleBoard(salt: 1)
    _ = board.apply(fires(qualityRule()), rule: qualityRule(), at: start)
    return board
  }

  private func admit(_ board: ThrottleBoard, at now: Nanoseconds) -> [Admission] {
    (0..<200).map { board.admit(AdmissionRequest(dimensions: checkout, id: "c\($0)"), randomID: "", at: now) }
  }

  @Test func beatsThrottlesWhileItLastsAndEndsByItself() throws {
    var board = board()
    let entry = try board.override(
      scope: checkoutScope, share: 1, by: "ann", reason: "false alarm", until: start + .minutes(10), at: start)
    #expect(
      entry
        == AuditEntry(
          at: start, subject: "override", action: "set", actor: "ann", scope: checkoutScope, enforcement: .enforce,
          from: 0.25, to: 1, evidence: "false alarm; holds for 10 min."))
    #expect(admit(board, at: start).allSatisfy { $0.decision == .admit && $0.cause == "override" })
    #expect(board.share(at: start) == 1)
    #expect(board.listOverrides(at: start).map(\.person) == ["ann"])

    #expect(board.tick(at: start + .minutes(10) - 1).audit.isEmpty)
    // Over even before the next tick.
    #expect(admit(board, at: start + .minutes(10)).contains { $0.cause == "throttle" })
    let expired = board.tick(at: start + .minutes(10)).audit
    #expect(expired.map(\.action) == ["expire"])
    #expect(expired.map(\.from) == [1])
    // Of which nothing was heard meanwhile: the throttle asks for more probes than at 25 %.
    #expect(expired.map(\.to) == [0.5])
    #expect(board.tick(at: start + .minutes(11)).audit.isEmpty)
  }

  @Test func canTurnEverybodyAway() throws {
    var board = ThrottleBoard(salt: 1)
    _ = try board.override(
      scope: .everything, share: 0, by: "ann", reason: "incident 7", until: start + .seconds(20), at: start)
    let answers = admit(board, at: start + .seconds(5))
    #expect(answers.allSatisfy { $0.decision == .reject && $0.retryAfter == .seconds(15) })
    #expect(answers.first?.reason == "set by ann: 0 % admitted of * (incident 7)")
  }

  @Test func theNarrowestDecides() throws {
    var board = ThrottleBoard(salt: 1)
    let later = start + .hours(1)
    _ = try board.override(scope: .everything, share: 0, by: "ann", reason: "a", until: later, at: start + 5)
    let route = try Scope(parsing: "route=check*")
    _ = try board.override(scope: route, share: 1, by: "bob", reason: "b", until: later, at: start)
    #expect(board.share(at: start + 10) == 1)
    #expect(board.share(of: Dimensions(route: "x"), at: start + 10) == 0)
    #expect(board.removeOverride(scope: route, by: "ann", at: start + 20)?.action == "remove")
    #expect(board.removeOverride(scope: route, by: "ann", at: start + 20) == nil)
    #expect(board.share(at: start + 30) == 0)
  }

  @Test func aSecondOneOfAScopeReplacesTheFirst() throws {
    var board = ThrottleBoard(salt: 1)
    let later = start + .hours(1)
    _ = try board.override(scope: checkoutScope, share: 0.2, by: "ann", reason: "a", until: later, at: start)
    let entry = try board.override(scope: checkoutScope, share: 0.7, by: "bob", reason: "b", until: later, at: start)
    #expect(entry.from == 0.2)
    #expect(board.listOverrides(at: start).map(\.share) == [0.7])
  }

  @Test func refusesWhatMakesNoSense() {
    var board = ThrottleBoard(salt: 1)
    func set(_ share: Double, until: Nanoseconds, scope: Scope = .everything) -> OverrideError? {
      do {
        _ = try board.override(scope: scope, share: share, by: "ann", reason: "", until: until, at: start)
        return nil
      } catch { return error }
    }
    for share in [-0.1, 1.1, Double.nan, .infinity] { #expect(set(share, until: .max) == .shareOutOfRange) }
    #expect(set(0.5, until: start) == .alreadyOver)
    for i in 0..<1_000 {
      #expect(set(0.5, until: start + 1, scope: Scope([.user], of: Dimensions(user: "u\(i)"))) == nil)
    }
    #expect(set(0.5, until: start + 1) == .tooMany)
    #expect(OverrideError.tooMany.code == "too_many_overrides")
  }
}
