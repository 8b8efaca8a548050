internal import CallModel
internal import JSON
internal import PluginKit

/// An alert's change as Slack's incoming webhooks take it (Slack API, "Sending messages using incoming
/// webhooks"; Block Kit inside an attachment, which is what has a colour).
struct SlackMessage {
  let body: [UInt8]

  init(_ change: AlertChange) {
    let isFiring = change.to == .firing
    let title = "*\(escaped(change.alert))* \(isFiring ? "fires" : "has resolved")"
    let json = JSON.object(
      JSONObject([
        // What notifications show, and clients that know no blocks.
        ("text", .string(escaped(cut(change.sentence)))),
        (
          "attachments",
          .array([
            .object(
              JSONObject([
                ("color", .string(isFiring ? "#d62728" : "#2ca02c")),
                ("blocks", .array([Self.section("\(title)\n\(escaped(cut(change.finding)))"), Self.context(change)])),
              ]))
          ])
        ),
      ]))
    var bytes: [UInt8] = []
    json.write(into: &bytes)
    body = bytes
  }

  private static func section(_ text: String) -> JSON {
    .object(JSONObject([("type", .string("section")), ("text", markup(text))]))
  }

  private static func context(_ change: AlertChange) -> JSON {
    let moment = "<!date^\(max(0, change.at) / 1_000_000_000)^{date_short_pretty} {time_secs}|\(change.at.timestamp)>"
    let text = "\(escaped(cut("\(change.scope)"))) · \(moment)"
    return .object(JSONObject([("type", .string("context")), ("elements", .array([markup(text)]))]))
  }

  private static func markup(_ text: String) -> JSON {
    .object(JSONObject([("type", .string("mrkdwn")), ("text", .string(text)), ("verbatim", .bool(true))]))
  }
}

/// A route may be called `<!channel>`: these three characters are all that has a meaning to Slack (Slack API,
/// "Escaping text").
private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// A section takes 3,000 characters, and escapes make of one up to five; a scope may be longer.
private func cut(_ text: String) -> String {
  text.unicodeScalars.count > 500 ? "\(text.prefix(499))…" : text
}
