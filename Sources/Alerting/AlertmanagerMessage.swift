package import CallModel
internal import JSON

/// One message of Alertmanager's webhook, version 4: the alerts of one of its groups.
///
/// (Prometheus documentation, Alertmanager configuration, `webhook_config`.) Fields that are not
/// needed here are not looked at, whatever they hold.
package struct AlertmanagerMessage: Sendable {
  /// An alert's state outside.
  package enum Status: String, Sendable {
    case firing, resolved
  }

  /// One alert of a message.
  package struct Alert: Sendable {
    package var status: Status
    /// The label `alertname`: the rule that it drives; empty if it has none.
    package var name: String
    /// The labels route, provider and model; empty ones are absent, as in Prometheus.
    package var dimensions: Dimensions
    /// When it began to fire; moments before 1970 are 0.
    package var startsAt: Nanoseconds
    /// Which alert it is: a hash of all its labels.
    package var fingerprint: String
  }

  /// No body may be longer; Alertmanager sends some 1 to 2 kB an alert.
  package static let mostBytes = 4 << 20
  /// No message may hold more alerts; `max_alerts` of the receiver keeps it below.
  package static let mostAlerts = 2_000
  static let longestLabel = 1_000

  package var alerts: [Alert]
  /// How many further alerts of the group were left out because of the receiver's `max_alerts`.
  package var truncated: Int

  /// Reads the body of a request.
  package init(parsing body: [UInt8]) throws(AlertmanagerError) {
    guard body.count <= Self.mostBytes else {
      throw AlertmanagerError(
        code: .tooLarge,
        description: "the message has \(body.count) bytes; at most \(Self.mostBytes) are read: set max_alerts lower")
    }
    let root: JSON
    do {
      root = try JSON(parsing: body, maxDepth: 32)
    } catch {
      throw AlertmanagerError(code: .notJSON, description: "the message is no JSON: \(error)")
    }
    guard case .object = root else { throw Self.wrong("the message", "an object", found: root) }
    let version = try Self.text(root["version"], "version")
    guard version == "4" else {
      throw AlertmanagerError(
        code: .wrongVersion,
        description: "version: found '\(version.prefix(20))', only '4' is known; send without a custom payload")
    }
    guard let list = root["alerts"]?.array else { throw Self.wrong("alerts", "a list", found: root["alerts"]) }
    guard list.count <= Self.mostAlerts else {
      throw AlertmanagerError(
        code: .tooManyAlerts,
        description: "alerts: holds \(list.count), at most \(Self.mostAlerts) are read: set max_alerts lower")
    }
    truncated = 0
    if let left = root["truncatedAlerts"], !left.isNull {
      guard let count = left.number?.int64, count >= 0 else {
        throw Self.wrong("truncatedAlerts", "a whole number", found: left)
      }
      truncated = Int(clamping: count)
    }
    alerts = []
    alerts.reserveCapacity(list.count)
    for (index, alert) in list.enumerated() { alerts.append(try Self.alert(alert, at: "alerts[\(index)]")) }
  }

  private static func alert(_ json: JSON, at place: String) throws(AlertmanagerError) -> Alert {
    guard case .object = json else { throw wrong(place, "an object", found: json) }
    let written = try text(json["status"], "\(place).status")
    guard let status = Status(rawValue: written) else {
      throw AlertmanagerError(
        code: .wrongField, description: "\(place).status: found '\(written.prefix(20))'; known are firing and resolved")
    }
    guard let labels = json["labels"], case .object = labels else {
      throw wrong("\(place).labels", "an object", found: json["labels"])
    }
    func label(_ name: String) throws(AlertmanagerError) -> String? {
      guard let value = labels[name] else { return nil }
      let text = try text(value, "\(place).labels.\(name)")
      return text.isEmpty ? nil : text
    }
    let starts = try text(json["startsAt"], "\(place).startsAt")
    guard let startsAt = moment(rfc3339: starts) else {
      throw AlertmanagerError(
        code: .wrongField,
        description: "\(place).startsAt: '\(starts.prefix(40))' is no time by RFC 3339; write 2026-08-21T10:00:00Z")
    }
    let fingerprint = try text(json["fingerprint"], "\(place).fingerprint")
    guard !fingerprint.isEmpty else { throw wrong("\(place).fingerprint", "text that is not empty", found: nil) }
    return Alert(
      status: status, name: try label("alertname") ?? "",
      dimensions: Dimensions(
        route: try label("route"), provider: try label("provider"), model: try label("model")),
      startsAt: startsAt, fingerprint: fingerprint)
  }

  private static func text(_ json: JSON?, _ place: String) throws(AlertmanagerError) -> String {
    guard let text = json?.string else { throw wrong(place, "text", found: json) }
    guard text.utf8.count <= longestLabel else {
      throw AlertmanagerError(
        code: .wrongField, description: "\(place): has \(text.utf8.count) bytes, at most \(longestLabel) are read")
    }
    return text
  }

  private static func wrong(_ place: String, _ expected: String, found: JSON?) -> AlertmanagerError {
    AlertmanagerError(
      code: .wrongField, description: "\(place): expected \(expected), found \(found?.kind ?? "nothing")")
  }
}
