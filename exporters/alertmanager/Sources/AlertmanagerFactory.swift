internal import CallModel
public import PluginKit

/// Makes the exporter that `plugin: alertmanager` names.
public struct AlertmanagerFactory: ExporterFactory {
  public static let id = "alertmanager"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    let target = Target(reading: &settings)
    if settings.hasProblems { throw SettingsError() }
    return .push(AlertmanagerExporter(target, host: host))
  }
}
