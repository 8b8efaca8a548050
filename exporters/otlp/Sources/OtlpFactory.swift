internal import CallModel
public import PluginKit

/// Makes the exporter that `plugin: otlp` names: metrics and verdicts to a receiver of OTLP/HTTP.
public struct OtlpFactory: ExporterFactory {
  public static let id = "otlp"

  public static func make(_ settings: inout Settings, host: any Host) throws(SettingsError) -> Exporter {
    let target = Target(reading: &settings)
    if settings.hasProblems { throw SettingsError() }
    return .push(OTLPExporter(target, host: host))
  }
}
