import CallModel
import Testing

@testable import Throttling

struct GoldenTests {
  private func board(golden: Set<String> = ["grounded"]) -> ThrottleBoard {
    var board = ThrottleBoard(salt: 1)
    board.setGolden(evaluators: golden)
    return board
  }

  @Test func anAlarmAsksAndHoldsTheCutBack() {
    var board = board()
    let rule = qualityRule()
    let actions = board.apply(fires(rule), rule: rule, at: start)
    #expect(actions.map(\.audit.to) == [0.5])
    #expect(board.takeChallenges() == ["grounded"])
    #expect(board.takeChallenges().isEmpty)
    for _ in 0..<4 { #expect(board.golden("grounded", failed: false, at: start + .seconds(3)).actions.isEmpty) }
    let passed = board.golden("grounded", failed: false, at: start + .seconds(4))
    #expect(passed.actions.map(\.kind) == [.cut])
    #expect(passed.actions.map(\.audit.to) == [0.25])
    #expect(passed.change == nil)
  }

  @Test func anEvaluatorThatFailsThemIsDistrustedUntilItPasses() throws {
    var board = board()
    let rule = qualityRule()
    _ = board.apply(fires(rule), rule: rule, at: start)
    var now = start + .seconds(2)
    #expect(board.golden("grounded", failed: true, at: now).change == nil)
    #expect(board.golden("grounded", failed: true, at: now).change == nil)
    let third = board.golden("grounded", failed: true, at: now)
    #expect(third.change == .distrusted)
    #expect(third.actions.map(\.kind) == [.release])
    #expect(third.audit?.action == "suspect")
    #expect(board.distrusted == ["grounded"])
    #expect(board.share(at: now) == 1)
    // Its next alarm does not throttle, and says why.
    let again = board.apply(fires(rule, at: now), rule: rule, at: now)
    #expect(again.map(\.kind) == [.hold])
    #expect(try #require(again.first).audit.evidence.contains("suspect"))
    #expect(board.share(at: now) == 1)
    var answers = 0
    while board.distrusted == ["grounded"], answers < 20 {
      now += .seconds(60)
      answers += 1
      _ = board.golden("grounded", failed: false, at: now)
    }
    // 0.85ⁿ of the weight is left: below a quarter after some eight.
    #expect((5...12).contains(answers))
    // The release was no flap.
    #expect(board.apply(fires(rule, at: now), rule: rule, at: now).map(\.kind) == [.cut])
    #expect(board.list(at: now).first?.flaps == 0)
  }

  @Test func withoutAnAnswerTheCutIsMadeAfterADwell() {
    var board = board()
    let rule = qualityRule()
    _ = board.apply(fires(rule), rule: rule, at: start)
    #expect(board.tick(at: start + .seconds(14)).actions.isEmpty)
    #expect(board.tick(at: start + .seconds(15)).actions.map(\.audit.to) == [0.25])
  }

  @Test func withoutGoldenQuestionsNothingWaits() {
    var board = board(golden: ["another"])
    let rule = qualityRule()
    #expect(board.apply(fires(rule), rule: rule, at: start).map(\.audit.to) == [0.25])
    #expect(board.takeChallenges().isEmpty)
    #expect(board.golden("grounded", failed: true, at: start).change == nil)
  }

  @Test func whatIsKnownOfAnEvaluatorOutlivesARestart() {
    var board = board()
    for _ in 0..<3 { _ = board.golden("grounded", failed: true, at: start) }
    #expect(board.distrusted == ["grounded"])
    var next = ThrottleBoard(salt: 1)
    _ = next.restore(board.snapshot(), rules: [qualityRule()], at: start)
    #expect(next.distrusted == ["grounded"])
    next.setGolden(evaluators: [])
    #expect(next.distrusted.isEmpty)
  }
}
