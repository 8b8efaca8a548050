internal import CallModel
public import PluginKit

/// Makes the exporter that `plugin: jsonl` names: verdicts and alerts as lines of JSON in a file.
public struct JsonlFactory: ExporterFactory {
  public static let id = "jsonl"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    let path = settings.requiredText("file") ?? ""
    if settings.has("file"), path.isEmpty || path.utf8.contains(0) || path.hasSuffix("/") {
      settings.report("is no path of a file; write data/verdicts.jsonl", at: "file")
    }
    var file = RotatingFile(path: path)
    let size = settings.bytes("max_size") ?? file.maxSize
    if size < 4_096 { settings.report("must be at least 4KiB", at: "max_size") }
    file.maxSize = size
    file.keep = settings.integer("keep", default: file.keep, in: 1...1_000)
    file.sync = settings.bool("sync", default: file.sync)
    var wants: Set<ExportItem.Kind> = []
    for word in settings.texts("write") ?? ["verdicts", "alerts"] {
      if let kind = words[word] {
        wants.insert(kind)
      } else {
        settings.report("'\(word)' is not one of verdicts, alerts, metrics", at: "write")
      }
    }
    if wants.isEmpty, !settings.hasProblems { settings.report("names nothing to write", at: "write") }
    let explanations = settings.bool("explanations", default: true)
    if settings.hasProblems { throw SettingsError() }
    return .push(JSONLinesExporter(file: file, wants: wants, explanations: explanations, host: host))
  }

  private static let words: [String: ExportItem.Kind] = [
    "verdicts": .verdicts, "alerts": .alerts, "metrics": .snapshot,
  ]
}
