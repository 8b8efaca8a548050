package import JSON

/// The plugins that a service has loaded, as a table for people.
package struct PluginTable: Sendable {
  /// One line a plugin below a line of headings, then what went wrong and what of the containment does not hold.
  package let lines: [String]

  /// - Parameter plugins: As `GET /api/plugins` has them.
  package init(_ plugins: [JSON]) {
    let headings = ["NAME", "KIND", "PLUGIN", "FROM", "STATE", "PID", "RESTARTS", "TIMEOUTS", "QUEUE", "MEMORY"]
    let rows = [headings] + plugins.map(cells)
    let widths = headings.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    var lines = rows.map { row in
      let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return trimmed(padded.joined(separator: "  "))
    }
    for plugin in plugins {
      guard let problem = plugin["program"]?["last_problem"]?.string else { continue }
      lines.append("\(text(plugin["name"])): \(oneLine(String(problem.prefix(300))))")
    }
    let contained = plugins.compactMap { $0["program"]?["containment"] }.first { !$0.isNull }
    if let contained {
      let (holds, lacks) = (names(contained["holds"]), names(contained["lacks"]))
      lines.append("contained; holds: \(holds)" + (lacks.isEmpty ? "" : "; does not hold: \(lacks)"))
    }
    self.lines = lines
  }
}

private func cells(_ plugin: JSON) -> [String] {
  let program = plugin["program"]
  let from = plugin["folder"]?.string ?? "built in"
  let place = plugin["path"]?.string.map { " at \($0)" } ?? ""
  let pids = program?["pids"]?.array?.map { $0.text() }.joined(separator: ",") ?? ""
  func number(_ key: String) -> String { program?[key]?.number?.int64.map { "\($0)" } ?? "" }
  let memory = program?["resident_bytes"]?.number?.int64.map { "\($0 >> 20) MiB" } ?? ""
  return [
    text(plugin["name"]), text(plugin["kind"]), text(plugin["plugin"]), oneLine(from + place),
    text(program?["state"]).replacing("_", with: " "), pids, number("restarts"), number("timeouts"),
    plugin["queued"]?.number?.int64.map { "\($0)" } ?? "", memory,
  ]
}

private func text(_ value: JSON?) -> String { oneLine(value?.string ?? "") }

private func names(_ value: JSON?) -> String {
  (value?.array ?? []).compactMap { $0.string }.joined(separator: ", ")
}

private func trimmed(_ line: String) -> String {
  String(line.reversed().drop { $0 == " " }.reversed())
}
