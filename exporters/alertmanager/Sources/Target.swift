internal import CallModel
internal import PluginKit

/// Which Alertmanager is told of what, as a configuration says it.
struct Target: Sendable {
  /// Without a slash at the end; `/api/v2/alerts` is appended.
  var url: String
  var headers: [HostHeader]
  /// Nil: every alert.
  var alerts: Set<String>?
  /// Further labels of each alert.
  var labels: [(key: String, value: String)] = []
  /// Where people reach Assay; nil: alerts name no source.
  var externalURL: String?
  /// How long an alert goes on when nothing is heard of it any more.
  var endsAfter: Nanoseconds
  var timeout: Nanoseconds

  private static let path = "/api/v2/alerts"

  init(reading settings: inout Settings) {
    if !settings.has("url") { settings.report("'url' is missing; write http://alertmanager:9093") }
    url = settings.webAddress("url") ?? ""
    if url.contains("?") { settings.report("has a query; write http://alertmanager:9093", at: "url") }
    while url.hasSuffix("/") { url.removeLast() }
    if url.hasSuffix(Self.path) { settings.report("leave \(Self.path) away: it is appended", at: "url") }
    url += Self.path
    headers = settings.headers("headers")
    alerts = settings.texts("alerts").map(Set.init)
    if let alerts, alerts.isEmpty { settings.report("names no alert; leave it out for all of them", at: "alerts") }
    externalURL = settings.webAddress("external_url")
    while externalURL?.hasSuffix("/") == true { externalURL?.removeLast() }
    endsAfter = settings.duration("ends_after") ?? .minutes(5)
    if !(Nanoseconds.seconds(10)...(.days(1))).contains(endsAfter) {
      settings.report("must lie between 10s and 1d", at: "ends_after")
      endsAfter = .minutes(5)
    }
    timeout = settings.duration("timeout") ?? .seconds(10)
    if !(Nanoseconds.milliseconds(10)...(.minutes(1))).contains(timeout) {
      settings.report("must lie between 10ms and 1m", at: "timeout")
    }
    guard var map = settings.map("labels") else { return }
    defer { settings.absorb(map) }
    for key in map.keys {
      guard let value = map.text(key) else { continue }
      if key == "alertname" || Dimension(rawValue: key) != nil {
        map.report("says what the alert is about; choose another name", at: key)
      } else if !isLabelName(key) {
        map.report("is no name of a label: letters, digits and _, and no digit first", at: key)
      } else {
        labels.append((key, value))
      }
    }
  }
}

/// Prometheus' data model, metric names and labels.
private func isLabelName(_ name: String) -> Bool {
  guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
  return name.utf8.allSatisfy { byte in
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39, UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
