import CallModel
import FoundationEssentials
import Testing

@testable import Alerting

struct AlertBookSnapshotTests {
  private let start = Nanoseconds.hours(480_000)

  private func rule(_ name: String, holdFor: Nanoseconds = 0) -> AlertRule {
    AlertRule(
      name: name, signal: .latency(quantile: 0.95), above: 2, window: .minutes(5), minSamples: 5, holdFor: holdFor,
      by: [.route])
  }

  @Test func aRestartKeepsStatesOfTheRulesThatStillExist() throws {
    let scope = Scope([.route], of: Dimensions(route: "a, b=100 %*"))
    let value = SignalValue(value: 3, lower: 2.5, upper: 3.5, samples: 9)
    var book = AlertBook(rules: [rule("gone"), rule("stays"), rule("waits", holdFor: .minutes(1))])
    for index in 0..<3 { _ = book.update(rule: index, scope: scope, value: value, at: start) }

    let data = try JSONEncoder().encode(book.snapshot())
    let snapshot = try JSONDecoder().decode(AlertBookSnapshot.self, from: data)
    var next = AlertBook(rules: [rule("waits", holdFor: .minutes(1)), rule("stays")])
    next.restore(snapshot, at: start + .minutes(3))

    #expect(next.list().map(\.alert) == ["waits", "stays"])
    #expect(next.list().map(\.state) == [.pending, .firing])
    #expect(next.list().map(\.scope) == [scope, scope])
    #expect(next.list().last?.since == start)
    #expect(next.list().last?.value == value)
    // The wait of the pending one begins again.
    #expect(next.update(rule: 0, scope: scope, value: value, at: start + .minutes(3) + .seconds(59)) == nil)
    #expect(next.update(rule: 0, scope: scope, value: value, at: start + .minutes(4))?.to == .firing)
  }

  @Test func aSpoiltSnapshotIsNoHarm() {
    var book = AlertBook(rules: [rule("a")])
    book.restore(
      AlertBookSnapshot(alerts: [
        .init(alert: "a", scope: "nonsense", state: .firing, since: 0, value: nil, lower: nil, upper: nil, samples: 0),
        .init(alert: "b", scope: "*", state: .firing, since: 0, value: nil, lower: nil, upper: nil, samples: 0),
        .init(alert: "a", scope: "*", state: .inactive, since: 0, value: nil, lower: nil, upper: nil, samples: 0),
      ]), at: start)
    #expect(book.list().isEmpty)
  }
}
