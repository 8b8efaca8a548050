public import PluginKit
internal import PluginProtocol

/// Makes the exporter that `plugin: process` names: a program of any language, by protocol 1.
public struct ProcessExporterFactory: ExporterFactory {
  public static let id = "process"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    try make(&settings, command: nil, folder: nil, host)
  }

  /// Makes an exporter of a plugin in a folder of its own, whose manifest says what to run.
  package static func make(
    _ settings: inout Settings, command: [String], folder: String, host: any Host
  ) throws(SettingsError) -> Exporter {
    try make(&settings, command: command, folder: folder, host)
  }

  private static func make(
    _ settings: inout Settings, command: [String]?, folder: String?, _ host: any Host
  ) throws(SettingsError) -> Exporter {
    var wants: Set<ExportItem.Kind> = []
    for word in settings.texts("send") ?? ["alerts", "metrics"] {
      switch word {
      case "alerts": wants.insert(.alerts)
      case "metrics": wants.insert(.snapshot)
      default: settings.report("'\(word)' is not one of alerts, metrics", at: "send")
      }
    }
    if wants.isEmpty, !settings.hasProblems { settings.report("names nothing to send", at: "send") }
    let read = try ProgramSettings(&settings, command: command, folder: folder)
    if read.workers != 1 {
      settings.report("must be 1: an exporter sends in order, so that it runs one program", at: "workers")
      throw SettingsError()
    }
    return .push(ProcessExporter(read, wants: wants, host: host))
  }
}
