public import CallModel
public import PluginKit

/// Makes the exporter that `plugin: prometheus` names; it has no settings.
public struct PrometheusFactory: ExporterFactory {
  public static let id = "prometheus"

  public static func make(
    _ settings: inout Settings, host: any Host
  ) throws(SettingsError) -> Exporter {
    .pull(PrometheusExporter())
  }
}

/// Renders what is measured in the format that the scraper prefers: Prometheus' text 0.0.4,
/// OpenMetrics 1.0, or protobuf with native histograms.
public struct PrometheusExporter: PullExporter {
  public init() {}

  public func render(_ snapshot: MetricsSnapshot, accept: String?) -> (contentType: String, body: [UInt8]) {
    let negotiation = Negotiation(accept: accept)
    let families = distinct(snapshot.families)
    return (negotiation.contentType, document(families, negotiation.format))
  }

  private func document(_ families: [MetricFamily], _ format: Negotiation.Format) -> [UInt8] {
    switch format {
    case .text, .newText:
      var text = TextFormat(size: families.reduce(0) { $0 + $1.sizeOfText })
      for family in families { text.append(family) }
      return text.bytes
    case .openMetrics, .oldOpenMetrics:
      var text = OpenMetricsFormat(
        names: families.map(\.name), size: families.reduce(0) { $0 + $1.sizeOfText })
      for family in families { text.append(family) }
      return text.finish()
    case .protobuf:
      var messages = ProtobufFormat()
      for family in families { messages.append(family) }
      return messages.bytes
    }
  }
}
