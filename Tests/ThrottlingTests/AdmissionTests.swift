import CallModel
import Testing
import Throttling

struct AdmissionTests {
  private func board(_ rule: AlertRule = qualityRule()) -> ThrottleBoard {
    var board = ThrottleBoard(salt: 1)
    _ = board.apply(fires(rule), rule: rule, at: start)
    return board
  }

  private func request(_ id: String?, _ dimensions: Dimensions = checkout) -> AdmissionRequest {
    AdmissionRequest(dimensions: dimensions, id: id)
  }

  @Test func withoutAThrottleEveryCallIsAdmitted() {
    let admission = ThrottleBoard(salt: 1).admit(request(nil), randomID: "r1", at: start)
    #expect(admission == Admission(id: "r1", decision: .admit, reason: "no throttle applies", cause: "none"))
    let elsewhere = board().admit(request("7", Dimensions(route: "x")), randomID: "r1", at: start)
    #expect(elsewhere.decision == .admit)
    #expect(elsewhere.id == "7")
    #expect(elsewhere.cause == "none")
  }

  @Test func aThrottleAdmitsItsShareAndGivesReasons() throws {
    let board = board()
    let answers = (0..<4_000).map { board.admit(request("call-\($0)"), randomID: "", at: start) }
    let admitted = answers.filter { $0.decision == .admit }
    // Four standard deviations of 1000 ± 27.
    #expect(abs(admitted.count - 1_000) < 110)
    #expect(answers.allSatisfy { $0.cause == "throttle" && $0.throttles == ["ungrounded"] })
    #expect(answers.allSatisfy { $0.reason == "ungrounded: 25 % admitted of model=gpt-4o-mini,route=checkout" })
    #expect(admitted.allSatisfy { $0.retryAfter == nil })
    let rejected = try #require(answers.first { $0.decision == .reject })
    #expect(rejected.retryAfter == .seconds(15))
  }

  @Test func theAdmittedSetsNestAsTheShareFalls() throws {
    var board = board()
    var admitted: [Set<Int>] = []
    for share in [1, 0.9, 0.6, 0.5, 0.3, 0.1, 0.05, 0] {
      _ = try board.override(
        scope: checkoutScope, share: share, by: "ann", reason: "test", until: start + .hours(1), at: start)
      admitted.append(
        Set((0..<1_000).filter { board.admit(request("c\($0)"), randomID: "", at: start).decision == .admit }))
    }
    #expect(admitted.first?.count == 1_000)
    #expect(admitted.last?.isEmpty == true)
    for (greater, smaller) in zip(admitted, admitted.dropFirst()) {
      #expect(smaller.isStrictSubset(of: greater))
    }
  }

  @Test func theAdmittedSetsOfTwoThrottlesNest() {
    var both = board()
    let slow = latencyRule()
    _ = both.apply(fires(slow, value: 6), rule: slow, exceedance: 0.9, at: start)
    let one = board()
    for i in 0..<1_000 where both.admit(request("c\(i)"), randomID: "", at: start).decision == .admit {
      #expect(one.admit(request("c\(i)"), randomID: "", at: start).decision == .admit)
    }
    let refused = (0..<50).map { both.admit(request("c\($0)"), randomID: "", at: start) }.first {
      $0.decision == .reject
    }
    #expect(refused?.throttles.sorted() == ["slow", "ungrounded"])
    #expect(refused?.reason.hasPrefix("slow: 10 %") == true)
  }

  @Test func aRetryKeepsItsFateWithinAnEpoch() {
    let board = board()
    for i in 0..<300 {
      let first = board.admit(request("call-\(i)"), randomID: "", at: start).decision
      let retries = (1...6).map { board.admit(request("call-\(i)"), randomID: "\($0)", at: start + .milliseconds($0)) }
      #expect(retries.count { $0.decision != first } == 0)
      // One that sends the random id it was given back keeps its fate, too.
      let anonymous = board.admit(request(nil), randomID: "given-\(i)", at: start)
      #expect(board.admit(request(anonymous.id), randomID: "new", at: start).decision == anonymous.decision)
    }
  }

  @Test func aShadowThrottleNeverRefuses() {
    let board = board(qualityRule(mode: .shadow))
    let answers = (0..<1_000).map { board.admit(request("call-\($0)"), randomID: "", at: start) }
    #expect(answers.allSatisfy { $0.decision == .admit && $0.throttles == ["ungrounded"] })
    let would = answers.filter { $0.cause == "shadow" }
    #expect(abs(would.count - 750) < 60)
    #expect(
      would.allSatisfy {
        $0.reason == "ungrounded: 25 % would be admitted (shadow) of model=gpt-4o-mini,route=checkout, not this call"
      })
    #expect(answers.allSatisfy { $0.cause == "shadow" || $0.cause == "none" && $0.reason.hasSuffix("this call too") })
    #expect(board.isProbing(checkout))
    #expect(board.share(at: start) == 1)
  }

  @Test func aShadowThrottleBesideOneThatEnforcesChangesNoDecision() {
    var both = board()
    let shadow = qualityRule("stricter", mode: .shadow)
    _ = both.apply(fires(shadow), rule: shadow, at: start)
    let one = board()
    for i in 0..<500 {
      #expect(
        both.admit(request("c\(i)"), randomID: "", at: start).decision
          == one.admit(request("c\(i)"), randomID: "", at: start).decision)
    }
  }
}
