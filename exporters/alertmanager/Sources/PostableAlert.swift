internal import CallModel
internal import JSON
internal import PluginKit

/// One alert as `POST /api/v2/alerts` takes it (Alertmanager API v2, `postableAlert`).
///
/// Alertmanager tells alerts apart by their labels: they are those that say which alert it is and
/// what it is about, and never a figure.
struct PostableAlert {
  let json: JSON

  /// - Parameter now: from which an alert that fires goes on for `endsAfter`.
  init(_ change: AlertChange, _ target: Target, at now: Nanoseconds) {
    var labels: [(key: String, value: JSON)] = [("alertname", .string(change.alert))]
    // Two clauses of one dimension: the narrower text cannot be told, both stand there.
    for dimension in Dimension.allCases {
      let patterns = change.scope.clauses.filter { $0.dimension == dimension }.map(\.pattern)
      if !patterns.isEmpty { labels.append((dimension.rawValue, .string(patterns.joined(separator: " and ")))) }
    }
    labels += target.labels.map { ($0.key, .string($0.value)) }
    let ends = change.to == .resolved ? change.at : plus(now, target.endsAfter)
    var members: [(key: String, value: JSON)] = [
      ("labels", .object(JSONObject(labels))),
      (
        "annotations",
        .object(
          JSONObject([("summary", .string(change.sentence)), ("scope", .string("\(change.scope)"))]))
      ),
    ]
    // The end of an alert says nothing of its beginning: Alertmanager keeps the one that it knows.
    if change.to == .firing { members.append(("startsAt", .string(change.at.timestamp))) }
    members.append(("endsAt", .string(ends.timestamp)))
    if let url = target.externalURL { members.append(("generatorURL", .string("\(url)/api/alerts"))) }
    json = .object(JSONObject(members))
  }
}

private func plus(_ moment: Nanoseconds, _ length: Nanoseconds) -> Nanoseconds {
  let (sum, overflow) = moment.addingReportingOverflow(length)
  return overflow ? .max : sum
}
