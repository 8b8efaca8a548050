import CallModel
import FoundationEssentials
import Testing

@testable import Alerting

struct ExternalAlertsTests {
  private let start = Nanoseconds.hours(497_000)

  private func rule(
    _ name: String = "ErrorBurn", by: [Dimension] = [.route, .provider, .model], on: Scope = .everything,
    resolveAfter: Nanoseconds = .hours(8)
  ) -> AlertRule {
    AlertRule(
      name: name, signal: .external, above: 0, window: .minutes(10), minSamples: 1, holdFor: 0, by: by, on: on,
      resolveAfter: resolveAfter)
  }

  private func tell(_ book: inout AlertBook, _ alerts: String..., at now: Nanoseconds) throws -> (
    states: [AlertState], receipt: AlertmanagerReceipt
  ) {
    let message = try AlertmanagerMessage(parsing: Array(Webhook.body(alerts).utf8))
    let (changes, receipt) = book.receive(message, at: now)
    return (changes.map(\.to), receipt)
  }

  @Test func firesAndResolvesTheRuleOfItsName() throws {
    var book = AlertBook(rules: [rule("Other"), rule()])
    let message = try Webhook.message(Webhook.alert("ErrorBurn", ["provider": "openai", "model": "gpt-4o"]))
    let (changes, receipt) = book.receive(message, at: start)
    let change = try #require(changes.first)
    #expect(change.alert == "ErrorBurn")
    #expect(change.signal == .external)
    #expect(change.scope.description == "model=gpt-4o,provider=openai")
    #expect(change.from == .inactive && change.to == .firing)
    #expect(change.evidence == SignalValue(value: 1, samples: 1))
    #expect(receipt.fired == 1 && receipt.received == 1)
    #expect(book.firing().map(\.count) == [0, 1])

    let labels = ["provider": "openai", "model": "gpt-4o"]
    let ended = try tell(&book, Webhook.alert("ErrorBurn", labels, status: "resolved"), at: start + .minutes(5))
    #expect(ended.states == [.resolved])
    #expect(ended.receipt.resolved == 1)
    #expect(book.tick(at: start + .minutes(15)).map(\.to) == [.inactive])
    #expect(book.list().isEmpty)
  }

  @Test func whatItDoesNotKnowIsIgnoredAndSaid() throws {
    let on = try Scope(parsing: "route=checkout-*")
    var book = AlertBook(rules: [
      rule(on: on),
      AlertRule(
        name: "slow", signal: .latency(quantile: 0.9), above: 1, window: .minutes(5), minSamples: 1, holdFor: 0, by: []),
    ])
    let (states, receipt) = try tell(
      &book, Webhook.alert("slow", [:]), Webhook.alert("Watchdog", [:]), Webhook.alert("Watchdog", [:]),
      Webhook.alert("", [:]), Webhook.alert("ErrorBurn", ["route": "search"]),
      Webhook.alert("ErrorBurn", ["route": "checkout-eu"], fingerprint: "b"), at: start)
    #expect(states == [.firing])
    #expect(book.list().map(\.scope.description) == ["route=checkout-eu"])
    #expect(receipt.ignored == 5)
    #expect(receipt.ignoredAlerts.map(\.alertname) == ["slow", "Watchdog", "", "ErrorBurn"])
    #expect(receipt.description == "6 received, 1 fired, 0 repeated, 0 resolved, 5 ignored")
  }

  @Test func theScopeIsWhatTheRuleGroupsByAndTheAlertNames() throws {
    let on = try Scope(parsing: "route=checkout-*")
    var book = AlertBook(rules: [rule(by: [.provider], on: on), rule("Everything", by: [])])
    _ = try tell(
      &book, Webhook.alert("ErrorBurn", ["provider": "open*ai", "model": "m"]), Webhook.alert("Everything"), at: start)
    #expect(book.list().map(\.scope.description) == ["provider=open%2Aai,route=checkout-*", "*"])
  }

  @Test func theSameToldAgainIsOne() throws {
    var book = AlertBook(rules: [rule()])
    #expect(try tell(&book, Webhook.alert(), Webhook.alert(), at: start).states == [.firing])
    let again = try tell(&book, Webhook.alert(), at: start + .hours(4))
    #expect(again.states.isEmpty)
    #expect(again.receipt.repeated == 1)
    #expect(try tell(&book, Webhook.alert(status: "resolved"), at: start + .hours(5)).states == [.resolved])
    #expect(try tell(&book, Webhook.alert(status: "resolved"), at: start + .hours(5)).receipt.repeated == 1)
  }

  @Test func aScopeFiresWhileAnyOfItsAlertsDoes() throws {
    var book = AlertBook(rules: [rule(by: [.provider])])
    let first = Webhook.alert(fingerprint: "a")
    let second = Webhook.alert(fingerprint: "b")
    #expect(try tell(&book, first, second, at: start).states == [.firing])
    #expect(book.list().first?.value.samples == 2)
    #expect(try tell(&book, Webhook.alert(status: "resolved", fingerprint: "a"), at: start).states.isEmpty)
    #expect(try tell(&book, Webhook.alert(status: "resolved", fingerprint: "b"), at: start).states == [.resolved])
  }

  @Test func anEndThatIsOlderThanTheBeginningEndsNothing() throws {
    var book = AlertBook(rules: [rule()])
    _ = try tell(&book, Webhook.alert(startsAt: "2026-08-21T10:00:00Z"), at: start)
    let old = try tell(&book, Webhook.alert(status: "resolved", startsAt: "2026-08-21T09:00:00Z"), at: start)
    #expect(old.states.isEmpty)
    #expect(old.receipt.stale == 1)
    let right = try tell(&book, Webhook.alert(status: "resolved", startsAt: "2026-08-21T10:00:00Z"), at: start)
    #expect(right.states == [.resolved])
  }

  @Test func aBeginningThatComesAfterItsEndIsALateCopyForTwoMinutes() throws {
    var book = AlertBook(rules: [rule()])
    #expect(try tell(&book, Webhook.alert(status: "resolved"), at: start).states.isEmpty)
    #expect(try tell(&book, Webhook.alert(), at: start + .seconds(119)).receipt.stale == 1)
    #expect(book.list().isEmpty)
    // A newer one fires at once, the same one when no copy can be on its way any more.
    var newer = book
    #expect(
      try tell(&newer, Webhook.alert(startsAt: "2026-08-21T10:00:01Z"), at: start + .seconds(119)).states == [.firing])
    #expect(try tell(&book, Webhook.alert(), at: start + .seconds(120)).states == [.firing])
  }

  @Test func whatIsNotRepeatedInTimeIsOver() throws {
    var book = AlertBook(rules: [rule(resolveAfter: .hours(1))])
    _ = try tell(&book, Webhook.alert(), at: start)
    _ = try tell(&book, Webhook.alert(), at: start + .minutes(50))
    #expect(book.tick(at: start + .minutes(109)).isEmpty)
    let changes = book.tick(at: start + .minutes(110))
    #expect(changes.map(\.to) == [.resolved])
    #expect(changes.first?.evidence.samples == 0)
  }

  @Test func survivesARestart() throws {
    var book = AlertBook(rules: [rule(resolveAfter: .hours(1)), rule("Gone")])
    _ = try tell(&book, Webhook.alert(), Webhook.alert("Gone", fingerprint: "g"), at: start)
    let data = try JSONEncoder().encode(book.snapshot())
    let snapshot = try JSONDecoder().decode(AlertBookSnapshot.self, from: data)

    var next = AlertBook(rules: [rule(resolveAfter: .hours(1))])
    next.restore(snapshot, at: start + .minutes(30))
    #expect(next.list().map(\.state) == [.firing])
    #expect(try tell(&next, Webhook.alert(), at: start + .minutes(31)).receipt.repeated == 1)
    var late = AlertBook(rules: [rule(resolveAfter: .hours(1))])
    late.restore(snapshot, at: start + .hours(2))
    #expect(late.tick(at: start + .hours(2)).map(\.to) == [.resolved])

    // Nothing outside holds this one up: it does not stay for ever.
    var orphan = AlertBook(rules: [rule()])
    var without = snapshot
    without.external = nil
    orphan.restore(without, at: start)
    #expect(orphan.tick(at: start).map(\.to) == [.resolved])
  }

  @Test func isBounded() throws {
    var alerts = ExternalAlerts()
    func told(_ i: Int, _ status: AlertmanagerMessage.Status) -> AlertmanagerMessage.Alert {
      AlertmanagerMessage.Alert(
        status: status, name: "ErrorBurn", dimensions: Dimensions(), startsAt: start, fingerprint: "\(i)")
    }
    for i in 0..<ExternalAlerts.capacity {
      _ = alerts.receive(told(i, .firing), rule: rule(), scope: .everything, at: start)
    }
    let refused = alerts.receive(told(-1, .firing), rule: rule(), scope: .everything, at: start)
    #expect(refused.outcome == .refused)
    #expect(alerts.count("ErrorBurn", .everything) == ExternalAlerts.capacity)
    // Those that have ended make room.
    _ = alerts.receive(told(5, .resolved), rule: rule(), scope: .everything, at: start)
    let taken = alerts.receive(told(-1, .firing), rule: rule(), scope: .everything, at: start)
    #expect(taken.outcome == .fired)
    #expect(alerts.count("ErrorBurn", .everything) == ExternalAlerts.capacity)
  }

  @Test func saysWhatAlertmanagerLeftOut() throws {
    var book = AlertBook(rules: [rule()])
    let message = try AlertmanagerMessage(parsing: Array(Webhook.body([Webhook.alert()], truncated: "12").utf8))
    let receipt = book.receive(message, at: start).receipt
    #expect(receipt.truncated == 12)
    #expect(receipt.description.contains("12 left out by Alertmanager: raise max_alerts"))
  }
}
