import CallModel
import Testing

@testable import Alerting

struct AlertBookTests {
  private let start = Nanoseconds.hours(480_000)
  private let scope = Scope([.route], of: Dimensions(route: "checkout"))

  private func rule(
    name: String = "bad", holdFor: Nanoseconds = .minutes(1), window: Nanoseconds = .minutes(5)
  ) -> AlertRule {
    AlertRule(
      name: name, signal: .failRatio(evaluator: "grounded"), above: 0.1, window: window, minSamples: 50,
      holdFor: holdFor, by: [.route])
  }

  /// The states an alert passes through when these ratios are seen, one each ten seconds.
  private func states(
    of book: inout AlertBook, _ values: [(ratio: Double?, samples: Int)], from first: Nanoseconds
  ) -> [AlertState?] {
    values.enumerated().map { step, value in
      let change = book.update(
        rule: 0, scope: scope, value: SignalValue(value: value.ratio, samples: value.samples),
        at: first + .seconds(10 * Int64(step)))
      return change?.to
    }
  }

  private func firing(_ rule: AlertRule) -> AlertBook {
    var book = AlertBook(rules: [rule])
    _ = book.update(rule: 0, scope: scope, value: SignalValue(value: 0.2, samples: 60), at: start - .hours(1))
    _ = book.update(rule: 0, scope: scope, value: SignalValue(value: 0.2, samples: 60), at: start - .minutes(30))
    return book
  }

  @Test func firesWhenTheConditionHasHeldForItsTime() throws {
    var book = AlertBook(rules: [rule()])
    let bad = [(ratio: Double?, samples: Int)](repeating: (0.2, 60), count: 8)
    #expect(states(of: &book, bad, from: start) == [.pending, nil, nil, nil, nil, nil, .firing, nil])
    let alert = try #require(book.list().first)
    #expect(alert.state == .firing)
    #expect(alert.since == start + .minutes(1))
  }

  @Test func firesAtOnceWithoutATimeToHold() throws {
    var book = AlertBook(rules: [rule(holdFor: 0)])
    let value = SignalValue(value: 0.2, lower: 0.15, upper: 0.25, samples: 60)
    let fired = book.update(rule: 0, scope: scope, value: value, at: start)
    let change = try #require(fired)
    #expect(change.from == .inactive)
    #expect(change.to == .firing)
    #expect(change.evidence == value)
    #expect(change.threshold == 0.1)
    #expect(change.alert == "bad")
  }

  @Test func aValueAtTheThresholdIsNotAbove() {
    var book = AlertBook(rules: [rule(holdFor: 0)])
    #expect(states(of: &book, [(0.1, 1_000), (nil, 0)], from: start) == [nil, nil])
  }

  @Test func aBreakStartsTheWaitAgain() {
    var book = AlertBook(rules: [rule()])
    let values: [(Double?, Int)] = [(0.2, 60), (0.2, 60), (0.05, 60)] + Array(repeating: (0.2, 60), count: 7)
    #expect(
      states(of: &book, values, from: start) == [.pending, nil, .inactive, .pending, nil, nil, nil, nil, nil, .firing])
  }

  @Test func tooFewSamplesNeverFireAndNeverHold() {
    var book = AlertBook(rules: [rule()])
    #expect(states(of: &book, [(0.9, 49), (0.9, 49)], from: start) == [nil, nil])
    #expect(states(of: &book, [(0.9, 50), (0.9, 49)], from: start) == [.pending, .inactive])
    var atOnce = AlertBook(rules: [rule(holdFor: 0)])
    #expect(states(of: &atOnce, [(0.9, 49)], from: start) == [nil])
  }

  @Test func aFiringAlertStaysWhenItsSamplesRunOut() {
    var book = firing(rule())
    let silence = [(ratio: Double?, samples: Int)](repeating: (0, 20), count: 60)
    #expect(states(of: &book, silence, from: start).allSatisfy { $0 == nil })
    #expect(states(of: &book, [(nil, 0)], from: start + .hours(1)) == [nil])
    #expect(book.tick(at: start + .days(3)).isEmpty)
    #expect(book.list().map(\.state) == [.firing])
  }

  @Test func resolvesWhenItWasClearForAWhileWithoutABreak() {
    var book = firing(rule())
    let good: (Double?, Int) = (0.05, 60)
    // A break by a bad value, then one by too few samples: each starts the minute again.
    let values = [good, good, (0.2, 60), good, good, (0.05, 10)] + Array(repeating: good, count: 7)
    let expected: [AlertState?] = Array(repeating: nil, count: 12) + [.resolved]
    #expect(states(of: &book, values, from: start) == expected)
  }

  @Test func withoutAHoldTimeItMustBeClearForATenthOfTheWindow() {
    #expect(rule(holdFor: 0).quiet == .seconds(30))
    var book = firing(rule(holdFor: 0))
    let good = [(ratio: Double?, samples: Int)](repeating: (0.1, 60), count: 4)
    #expect(states(of: &book, good, from: start) == [nil, nil, nil, .resolved])
  }

  @Test func aResolvedAlertBecomesInactiveAfterAWindowOrPendingAgain() {
    var book = firing(rule(holdFor: 0))
    let good = [(ratio: Double?, samples: Int)](repeating: (0, 60), count: 4)
    _ = states(of: &book, good, from: start)
    var again = book
    let resolved = start + .seconds(30)
    #expect(book.tick(at: resolved + .minutes(4)).isEmpty)
    #expect(book.tick(at: resolved + .minutes(5)).map(\.to) == [.inactive])
    #expect(book.list().isEmpty)
    #expect(states(of: &again, [(0.2, 60)], from: resolved + .minutes(1)) == [.firing])
  }

  @Test func aReleasedThrottleResolvesItsAlert() throws {
    var book = firing(rule())
    let evidence = SignalValue(value: 0.02, samples: 12)
    let resolved = book.resolve(rule: 0, scope: scope, at: start, evidence: evidence)
    let change = try #require(resolved)
    #expect(change.from == .firing)
    #expect(change.to == .resolved)
    #expect(change.evidence == evidence)
    #expect(book.resolve(rule: 0, scope: scope, at: start, evidence: evidence) == nil)
    #expect(book.resolve(rule: 0, scope: .everything, at: start, evidence: evidence) == nil)
    #expect(book.resolve(rule: 5, scope: scope, at: start, evidence: evidence) == nil)
  }

  @Test func aPendingAlertOfWhichNothingIsHeardEnds() {
    var book = AlertBook(rules: [rule(holdFor: .hours(1))])
    _ = states(of: &book, [(0.2, 60)], from: start)
    #expect(book.tick(at: start + .minutes(5)).isEmpty)
    #expect(book.tick(at: start + .minutes(6)).map(\.to) == [.inactive])
  }

  @Test func boundsTheNumberOfAlerts() {
    var book = AlertBook(rules: [rule()], capacity: 2)
    for i in 0..<5 {
      let scope = Scope([.user], of: Dimensions(user: "u\(i)"))
      _ = book.update(rule: 0, scope: scope, value: SignalValue(value: 1, samples: 60), at: start)
    }
    #expect(book.list().count == 2)
    #expect(book.refused == 3)
  }

  @Test func countsFiringScopesByLabels() {
    var book = AlertBook(rules: [rule(holdFor: 0), rule(name: "quiet")])
    for user in ["a", "b"] {
      for route in ["x", "y"] {
        let scope = Scope([.route, .user], of: Dimensions(route: route, user: user))
        if route == "x" || user == "a" {
          _ = book.update(rule: 0, scope: scope, value: SignalValue(value: 1, samples: 60), at: start)
        }
      }
    }
    #expect(
      book.firing() == [
        FiringCount(alert: "bad", route: "x", provider: "", model: "", count: 2),
        FiringCount(alert: "bad", route: "y", provider: "", model: "", count: 1),
        FiringCount(alert: "quiet", route: "", provider: "", model: "", count: 0),
      ])
  }

  // MARK: Spend

  private func spendRule(holdFor: Nanoseconds = 0, minSamples: Int = 1) -> AlertRule {
    AlertRule(
      name: "dear", signal: .spendRate, above: 6, window: .minutes(10), minSamples: minSamples, holdFor: holdFor,
      by: [.route], spendLimit: SpendRate(NanoDollars(6_000_000_000), per: .hours(1)))
  }

  private func spent(_ nano: Int64, calls: Int = 3) -> SignalValue {
    // What is shown is rounded on purpose: only the money itself may be compared.
    SignalValue(value: 6, samples: calls, spent: NanoDollars(nano))
  }

  @Test func spendIsComparedToTheNanoDollar() {
    for (nano, state) in [(1_000_000_000, nil), (1_000_000_001, .firing), (.max, .firing)] as [(Int64, AlertState?)] {
      var book = AlertBook(rules: [spendRule()])
      #expect(book.update(rule: 0, scope: scope, value: spent(nano), at: start)?.to == state)
    }
    var book = AlertBook(rules: [spendRule(minSamples: 4)])
    #expect(book.update(rule: 0, scope: scope, value: spent(.max), at: start) == nil)
    #expect(book.update(rule: 0, scope: scope, value: spent(.max, calls: 4), at: start)?.to == .firing)
  }

  @Test func spendWithoutTrafficResolves() {
    var book = AlertBook(rules: [spendRule()])
    _ = book.update(rule: 0, scope: scope, value: spent(2_000_000_000), at: start)
    #expect(book.tick(at: start + .seconds(59)).isEmpty)
    // The end of the data is reported once, and then no more.
    #expect(book.update(rule: 0, scope: scope, value: spent(0, calls: 0), at: start + .minutes(10)) == nil)
    #expect(book.tick(at: start + .minutes(10) + .seconds(59)).isEmpty)
    #expect(book.tick(at: start + .minutes(11)).map(\.to) == [.resolved])
  }

  @Test func spendThatIsReportedStaysFiring() {
    var book = AlertBook(rules: [spendRule()])
    for second in 0..<300 as Range<Int64> {
      let now = start + .seconds(second)
      let change = book.update(rule: 0, scope: scope, value: spent(2_000_000_000), at: now)
      #expect(change?.to == (second == 0 ? .firing : nil))
      #expect(book.tick(at: now).isEmpty)
    }
  }
}
