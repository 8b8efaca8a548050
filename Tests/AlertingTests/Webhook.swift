import Alerting
import CallModel

/// Bodies as Alertmanager's webhook documents them (version 4).
enum Webhook {
  static func body(
    _ alerts: [String], status: String = "firing", version: String = "\"4\"", truncated: String = "0"
  ) -> String {
    #"""
    {"receiver":"team\\.llm","status":"\#(status)","alerts":[\#(alerts.joined(separator: ","))],
     "groupLabels":{"alertname":"ErrorBurn"},"commonLabels":{"alertname":"ErrorBurn","severity":"page"},
     "commonAnnotations":{"summary":"too many errors"},"externalURL":"http://alerts.example:9093",
     "version":\#(version),"groupKey":"{}:{alertname=\"ErrorBurn\"}","truncatedAlerts":\#(truncated),
     "notification_reason":"new_alerts","routeLabels":{}}
    """#
  }

  static func alert(
    _ name: String = "ErrorBurn", _ labels: [String: String] = ["provider": "openai"], status: String = "firing",
    startsAt: String = "2026-08-21T10:00:00.5Z", fingerprint: String = "c1f6b4ae20c5a1d1"
  ) -> String {
    let all = labels.merging(["alertname": name, "severity": "page"]) { $1 }.sorted { $0.key < $1.key }
    let written = all.map { "\"\($0.key)\":\"\($0.value)\"" }.joined(separator: ",")
    let ends = status == "firing" ? "0001-01-01T00:00:00Z" : "2026-08-21T11:00:00Z"
    return """
      {"status":"\(status)","labels":{\(written)},"annotations":{"summary":"s"},"startsAt":"\(startsAt)",\
      "endsAt":"\(ends)","generatorURL":"http://prometheus.example/graph","fingerprint":"\(fingerprint)"}
      """
  }

  static func message(_ alerts: String...) throws -> AlertmanagerMessage {
    try AlertmanagerMessage(parsing: Array(body(alerts).utf8))
  }
}
