internal import JSON

/// What of the loop has been seen so far, read from the service's own answers.
struct Sightings {
  var flagged = false
  var measured = false
  var spent = false
  var fired = false
  var throttled = false
  var refused = false
  var raised = false
  var released = false

  private var flaggedCalls: Set<Int64> = []
  private var newestAlert: Int64 = 0
  private var newestAudit: Int64 = 0
  private var flags = 0

  /// Everything that must happen, in words.
  var list: [(what: String, held: Bool)] {
    [
      ("bad answers were flagged, with the reason", flagged),
      ("p50, p95 and p99 were measured", measured),
      ("spend was measured", spent),
      ("an alert fired", fired),
      ("a throttle cut the admitted share", throttled),
      ("admissions were refused", refused),
      ("the share rose step by step", raised),
      ("the throttle was released", released),
    ]
  }

  /// What is new in the lists, which come newest first.
  mutating func news(calls: [JSON], alerts: [JSON], audit: [JSON]) -> [(topic: String, text: String)] {
    flagNews(calls) + alertNews(alerts) + auditNews(audit)
  }

  mutating func take(_ figures: MetricsText) {
    if figures.quantiles.count == 3 { measured = true }
    if figures.dollars > 0 { spent = true }
  }

  private mutating func flagNews(_ calls: [JSON]) -> [(topic: String, text: String)] {
    var lines: [(topic: String, text: String)] = []
    for call in calls.reversed() {
      guard let id = call["id"]?.number?.int64, !flaggedCalls.contains(id) else { continue }
      for verdict in call["verdicts"]?.array ?? [] where verdict["verdict"]?.string == "fail" {
        flagged = true
        flags += 1
        flaggedCalls.insert(id)
        // A few tell what a person should know; all of them would hide the rest.
        guard flags <= 6 else { continue }
        let evaluator = verdict["evaluator"]?.string ?? ""
        let why = verdict["explanation"]?.string ?? ""
        lines.append(("flagged", "call \(id), \(call["route"]?.string ?? ""): \(evaluator): \(why.prefix(120))"))
      }
    }
    return lines
  }

  private mutating func alertNews(_ alerts: [JSON]) -> [(topic: String, text: String)] {
    var lines: [(topic: String, text: String)] = []
    for alert in alerts.reversed() {
      guard let at = alert["at_ns"]?.number?.int64, at > newestAlert, let state = alert["state"]?.string,
        state == "firing" || state == "resolved"
      else { continue }
      if state == "firing" { fired = true }
      lines.append(("ALERT", "\(alert["alert"]?.string ?? "") \(state) for \(alert["scope"]?.string ?? "")"))
    }
    newestAlert = max(newestAlert, alerts.first?["at_ns"]?.number?.int64 ?? 0)
    return lines
  }

  private mutating func auditNews(_ audit: [JSON]) -> [(topic: String, text: String)] {
    var lines: [(topic: String, text: String)] = []
    for entry in audit.reversed() {
      guard let at = entry["at_ns"]?.number?.int64, at > newestAudit, let action = entry["action"]?.string else {
        continue
      }
      switch action {
      case "cut": throttled = true
      case "raise": raised = true
      case "release": released = true
      default: break
      }
      let from = percent(entry["from"]?.number?.double ?? 0)
      let to = percent(entry["to"]?.number?.double ?? 0)
      lines.append(
        ("THROTTLE", "\(action) \(from) → \(to) of \(entry["scope"]?.string ?? ""): \(entry["evidence"]?.string ?? "")")
      )
    }
    newestAudit = max(newestAudit, audit.first?["at_ns"]?.number?.int64 ?? 0)
    return lines
  }

  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
