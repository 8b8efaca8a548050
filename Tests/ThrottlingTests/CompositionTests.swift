import CallModel
import FoundationEssentials
import Testing

@testable import Throttling

struct CompositionTests {
  private func finding(
    _ decision: AdmissionDecision, _ name: String = "b", wait: Nanoseconds? = .minutes(1), model: String? = nil,
    cause: String = "budget"
  ) -> AdmissionFinding {
    AdmissionFinding(
      name: name, decision: decision, reason: "\(name) says \(decision)", cause: cause,
      retryAfter: decision.goes ? nil : wait, model: model)
  }

  private func throttled(_ decision: AdmissionDecision, wait: Nanoseconds? = .seconds(15)) -> Admission {
    Admission(
      id: "1", decision: decision, reason: "t says \(decision)", cause: "throttle",
      retryAfter: decision.goes ? nil : wait, throttles: ["t"])
  }

  private let request = AdmissionRequest(dimensions: checkout, id: "7")

  @Test func theStrictestWinsWhateverTheOrder() {
    let all: [AdmissionDecision] = [.admit, .delay, .degrade, .reject, .deny]
    #expect(all == all.sorted() && all == AdmissionDecision.allCases)
    for own in all {
      for first in all {
        for second in all {
          let found = compose(throttled(own), with: [finding(first, "x"), finding(second, "y")])
          #expect(found.decision == max(own, first, second))
          #expect(found.throttles == ["t", "x", "y"])
        }
      }
    }
  }

  @Test func allReasonsAreListedTheStrictestFirst() {
    let found = compose(
      throttled(.reject),
      with: [
        finding(.degrade, "user", model: "cheap"), finding(.deny, "all", wait: .hours(2)),
        finding(.reject, "rate", cause: "limit"),
      ])
    #expect(found.decision == .deny && found.cause == "budget" && found.model == nil)
    #expect(found.reason == "all says deny; t says reject; rate says reject; user says degrade")
    #expect(found.retryAfter == .hours(2))
    #expect(found.throttles == ["t", "user", "all", "rate"])
  }

  @Test func theFirstBudgetThatDegradesNamesTheModel() {
    let degrades = [finding(.degrade, "a", model: "m1"), finding(.degrade, "b", model: "m2")]
    let found = compose(throttled(.admit), with: degrades)
    #expect(found.decision == .degrade && found.model == "m1" && found.retryAfter == nil && found.cause == "budget")
  }

  @Test func whomNoWaitingHelpsIsToldNoTime() {
    let found = compose(throttled(.reject), with: [finding(.deny, "unpriced", wait: nil, cause: "unpriced")])
    #expect(found.decision == .deny && found.retryAfter == nil && found.cause == "unpriced")
  }

  @Test func aShadowIsHeardWhereNothingElseSpeaks() {
    let shadow = finding(.deny).shadowed
    let free = Admission(id: "1", decision: .admit, reason: "no throttle applies", cause: "none")
    let found = compose(free, with: [shadow])
    #expect(found.decision == .admit && found.cause == "shadow" && found.throttles == ["b"])
    #expect(found.reason == "b says deny (shadow: only recorded)")
    #expect(compose(throttled(.reject), with: [shadow]).cause == "throttle")
    #expect(compose(free, with: []) == free)
  }

  @Test func whatIsTurnedAwayUsesNoLimitUp() throws {
    let rule = LimitRule(name: "rate", amount: 1, unit: .requests, window: .minutes(1))
    var limits = LimitBook(rules: [rule])
    let board = ThrottleBoard(salt: 1)
    let denied = board.admit(request, randomID: "", budgets: [finding(.deny)], limits: &limits, at: start)
    #expect(denied.decision == .deny)
    var closed = ThrottleBoard(salt: 1)
    _ = try closed.override(
      scope: .everything, share: 0, by: "ann", reason: "x", until: start + .hours(1), at: start)
    let rejected = closed.admit(request, randomID: "", budgets: [], limits: &limits, at: start)
    #expect(rejected.decision == .reject && rejected.cause == "override")
    // A degraded call goes.
    let degraded = board.admit(
      request, randomID: "", budgets: [finding(.degrade, model: "m")], limits: &limits, at: start)
    #expect(degraded.decision == .degrade && degraded.model == "m")
    let second = board.admit(request, randomID: "", budgets: [], limits: &limits, at: start)
    #expect(second.decision == .reject && second.cause == "limit" && second.retryAfter == .seconds(61))
    #expect(second.throttles == ["rate"])
  }

  @Test func anOverrideBeatsBudgetsAndLimitsOnlyIfItSaysSo() throws {
    var limits = LimitBook(rules: [LimitRule(name: "rate", amount: 1, unit: .requests, window: .minutes(1))])
    limits.charge(request, at: start)
    for beats in [false, true] {
      var board = ThrottleBoard(salt: 1)
      let entry = try board.override(
        scope: checkoutScope, share: 1, by: "ann", reason: "launch", until: start + .hours(1), beatsBudgets: beats,
        at: start)
      #expect(entry.evidence.contains("beats budgets and limits") == beats)
      let found = board.admit(request, randomID: "", budgets: [finding(.deny)], limits: &limits, at: start)
      #expect(found.decision == (beats ? .admit : .deny))
      #expect(found.cause == (beats ? "override" : "budget"))
      // It stays so over a restart, and when it is over it beats nothing.
      var after = ThrottleBoard(salt: 1)
      let saved = try JSONEncoder().encode(board.snapshot())
      _ = after.restore(try JSONDecoder().decode(ThrottleBoardSnapshot.self, from: saved), rules: [], at: start)
      #expect(after.listOverrides(at: start).map(\.beatsBudgets) == [beats])
      let later = after.admit(
        request, randomID: "", budgets: [finding(.deny)], limits: &limits, at: start + .hours(1))
      #expect(later.decision == .deny)
    }
  }

  @Test func anOverrideOfAnOlderVersionBeatsNoBudget() throws {
    let saved =
      #"{"throttles":[],"overrides":[{"scope":"*","share":1,"person":"a","reason":"b","until":\#(start + 9),"since":1}]}"#
    var board = ThrottleBoard(salt: 1)
    _ = board.restore(
      try JSONDecoder().decode(ThrottleBoardSnapshot.self, from: Data(saved.utf8)), rules: [], at: start)
    #expect(board.listOverrides(at: start).map(\.beatsBudgets) == [false])
  }
}
