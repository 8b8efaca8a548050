public import CallModel
public import PluginKit

/// Makes the exporter that `plugin: prometheus` names; it has no settings.
public struct PrometheusFactory: ExporterFactory {
  public static let id = "prometheus"

  public static func make(
    _ settings: inout Settings, host: any Host
  ) throws(SettingsError) -> any PullExporter {
    PrometheusExporter()
  }
}

/// Renders what is measured in Prometheus' text format 0.0.4.
///
/// Every scraper reads that format, so it is the answer whatever the request accepts.
public struct PrometheusExporter: PullExporter {
  public init() {}

  public func render(_ snapshot: MetricsSnapshot, accept: String?) -> (contentType: String, body: [UInt8]) {
    var text = TextFormat()
    for family in distinct(snapshot.families) { text.append(family) }
    return (TextFormat.contentType, text.bytes)
  }
}
