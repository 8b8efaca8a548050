import CallModel
import Testing

@testable import Alerting

struct AlertmanagerMessageTests {
  private func read(_ text: String) throws -> AlertmanagerMessage {
    try AlertmanagerMessage(parsing: Array(text.utf8))
  }

  @Test func readsWhatIsDocumented() throws {
    let labels = ["provider": "openai", "model": "gpt-4o", "route": "", "instance": "a:1"]
    let message = try read(
      Webhook.body(
        [Webhook.alert("ErrorBurn", labels), Webhook.alert("Other", [:], status: "resolved")], truncated: "7"))
    #expect(message.truncated == 7)
    #expect(message.alerts.map(\.status) == [.firing, .resolved])
    let alert = try #require(message.alerts.first)
    #expect(alert.name == "ErrorBurn")
    #expect(alert.dimensions == Dimensions(provider: "openai", model: "gpt-4o"))
    #expect(alert.startsAt == .seconds(1_787_306_400) + .milliseconds(500))
    #expect(alert.fingerprint == "c1f6b4ae20c5a1d1")
  }

  @Test(arguments: [
    ("{", "alertmanager_not_json", "the message is no JSON: "),
    ("[]", "alertmanager_wrong_field", "the message: expected an object, found array"),
    ("{}", "alertmanager_wrong_field", "version: expected text, found nothing"),
    (#"{"version":4}"#, "alertmanager_wrong_field", "version: expected text, found number"),
    (#"{"version":"3"}"#, "alertmanager_wrong_version", "version: found '3'"),
    (#"{"version":"4"}"#, "alertmanager_wrong_field", "alerts: expected a list, found nothing"),
    (#"{"version":"4","alerts":{}}"#, "alertmanager_wrong_field", "alerts: expected a list, found object"),
    (#"{"version":"4","alerts":[5]}"#, "alertmanager_wrong_field", "alerts[0]: expected an object, found number"),
    (Webhook.body([], truncated: "-1"), "alertmanager_wrong_field", "truncatedAlerts: expected a whole number"),
    (Webhook.body([Webhook.alert(status: "maybe")]), "alertmanager_wrong_field", "alerts[0].status: found 'maybe'"),
    (
      Webhook.body([Webhook.alert(), Webhook.alert(startsAt: "yesterday")]), "alertmanager_wrong_field",
      "alerts[1].startsAt: 'yesterday' is no time"
    ),
    (Webhook.body([Webhook.alert(fingerprint: "")]), "alertmanager_wrong_field", "alerts[0].fingerprint: expected"),
    (
      #"{"version":"4","alerts":[{"status":"firing","labels":[]}]}"#, "alertmanager_wrong_field",
      "alerts[0].labels: expected an object, found array"
    ),
    (
      #"{"version":"4","alerts":[{"status":"firing","labels":{"model":5},"startsAt":"2026-08-21T10:00:00Z","fingerprint":"a"}]}"#,
      "alertmanager_wrong_field", "alerts[0].labels.model: expected text, found number"
    ),
    (
      Webhook.body([Webhook.alert("x", ["model": String(repeating: "m", count: 1_001)])]), "alertmanager_wrong_field",
      "alerts[0].labels.model: has 1001 bytes"
    ),
  ])
  func saysWhatIsWrongAndWhere(body: String, code: String, start: String) {
    #expect {
      try read(body)
    } throws: { error in
      guard let error = error as? AlertmanagerError else { return false }
      return error.code.rawValue == code && error.description.hasPrefix(start)
    }
  }

  @Test func hasBounds() {
    let many = Array(repeating: Webhook.alert(), count: AlertmanagerMessage.mostAlerts + 1)
    #expect { try read(Webhook.body(many)) } throws: { ($0 as? AlertmanagerError)?.code == .tooManyAlerts }
    let long = [UInt8](repeating: 0x20, count: AlertmanagerMessage.mostBytes + 1)
    #expect { try AlertmanagerMessage(parsing: long) } throws: { ($0 as? AlertmanagerError)?.code == .tooLarge }
    let deep = String(repeating: "[", count: 10_000)
    #expect { try read(deep) } throws: { ($0 as? AlertmanagerError)?.code == .notJSON }
  }

  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-02T00:00:01.25Z", 86_401_250_000_000),
      ("2024-02-29T23:59:60Z", 1_709_251_200_000_000_000), ("2026-08-21T12:00:00+02:00", 1_787_306_400_000_000_000),
      ("2026-08-21T04:30:00.1234567899-05:30", 1_787_306_400_123_456_789), ("0001-01-01T00:00:00Z", 0),
      ("9999-12-31T23:59:59Z", 7_258_118_399_999_999_999), ("2199-12-31T23:59:59Z", 7_258_118_399_000_000_000),
    ] as [(String, Int64)])
  func readsTimes(text: String, expected: Int64) {
    #expect(moment(rfc3339: text) == expected)
  }

  @Test(arguments: [
    "", "2026", "2026-08-21", "2026-08-21T10:00:00", "2026-13-21T10:00:00Z", "2026-08-21T24:00:00Z",
    "2026-08-21T10:00:00.Z", "2026-08-21T10:00:00ZZ", "2026-08-21T10:00:00+0200", "２026-08-21T10:00:00Z",
    "2026-08-00T10:00:00Z", "2026-08-21T10:00:00+25:00",
  ])
  func refusesOtherTimes(text: String) {
    #expect(moment(rfc3339: text) == nil)
  }
}
