internal import CallModel
public import PluginKit

/// What the service relies on in every pull exporter.
public enum ExporterConformance {
  /// Each promise that the exporter breaks with these settings, as a sentence; empty if none.
  public static func check<Factory: ExporterFactory>(
    _ factory: Factory.Type, settings: [String: Setting.Value] = [:], host: any Host = TestHost()
  ) -> [String] {
    var entry = Settings(entries: settings)
    let made = Result { () throws(SettingsError) in try Factory.make(&entry, host: host) }
    entry.finish()
    guard case .success(let plugin) = made, !entry.hasProblems else {
      return ["the settings are refused: \(entry.problems.map(\.description).joined(separator: "; "))"]
    }
    guard case .pull(let exporter) = plugin else { return ["it is a push exporter; use PushExporterConformance"] }
    let common = SettingsConformance(id: Factory.id, settings: settings, host: host) {
      (settings: inout Settings, host) throws(SettingsError) in
      _ = try Factory.make(&settings, host: host)
    }
    return common.problems() + checkDocuments(exporter) + checkNames(exporter) + checkLabels(exporter)
      + checkSeries(exporter)
  }

  private static let accepts: [String?] = [
    nil, "", "*/*", "text/plain;version=0.0.4", "application/openmetrics-text;version=1.0.0;q=0.9,text/plain;q=0.1",
    "text/html", ",;q==", String(repeating: "x/y,", count: 5_000),
  ]

  /// Whatever is asked for by whomever: a content type, and the same text that ends each time.
  private static func checkDocuments(_ exporter: any PullExporter) -> [String] {
    let numbers = [Double.nan, .infinity, -.infinity, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
    let snapshots =
      [("nothing", CannedSnapshots.empty), ("every kind of metric", CannedSnapshots.everyKind)]
      + numbers.map { ("the value \($0)", CannedSnapshots.value($0)) }
    var problems: [String] = []
    for (name, snapshot) in snapshots {
      for accept in accepts {
        let (type, body) = exporter.render(snapshot, accept: accept)
        let asked = "\(name) for Accept '\((accept ?? "none").prefix(40))'"
        if !type.contains("/") { problems.append("\(asked): the content type is '\(type)'") }
        if let last = body.last, last != UInt8(ascii: "\n") { problems.append("\(asked): no newline at the end") }
        if String(validating: body, as: UTF8.self) == nil { problems.append("\(asked): not UTF-8") }
        if exporter.render(snapshot, accept: accept).body != body {
          problems.append("\(asked): rendered twice, it differs")
        }
      }
    }
    return problems
  }

  private static func checkNames(_ exporter: any PullExporter) -> [String] {
    let text = render(exporter, CannedSnapshots.everyKind)
    return CannedSnapshots.everyKind.families.filter { !$0.points.isEmpty && !text.contains($0.name) }.map {
      "the metric \($0.name) is missing"
    }
  }

  /// Label values come from the network: none may look like another, or like a line of its own.
  private static func checkLabels(_ exporter: any PullExporter) -> [String] {
    let values = ["a", "a\nb", "a\\nb", "a\\", "a\\\\", "a\"", "a\\\"", "a\r", "a,b=\"c\"", "ä", "😀", "\u{0}"]
    var problems: [String] = []
    var seen: [String: String] = [:]
    for value in values {
      if let other = seen.updateValue(value, forKey: render(exporter, CannedSnapshots.label(value))) {
        problems.append("the label values '\(escaped(other))' and '\(escaped(value))' are rendered alike")
      }
    }
    let forged = "forged_metric 1"
    let text = render(exporter, CannedSnapshots.label("x\"} 1\n\(forged)\n"))
    if text.split(separator: "\n").contains(Substring(forged)) {
      problems.append("a newline in a label value makes a line of its own")
    }
    return problems
  }

  private static func checkSeries(_ exporter: any PullExporter) -> [String] {
    let text = render(exporter, CannedSnapshots.series(1_000))
    return ["route-0", "route-500", "route-999"].filter { !text.contains($0) }.map {
      "of a thousand series, \($0) is missing"
    }
  }

  private static func render(_ exporter: any PullExporter, _ snapshot: MetricsSnapshot) -> String {
    String(decoding: exporter.render(snapshot, accept: nil).body, as: UTF8.self)
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.map { $0.escaped(asASCII: false) }.joined()
  }
}
