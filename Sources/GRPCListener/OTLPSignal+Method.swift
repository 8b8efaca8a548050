internal import OTLP

/// Each kind of telemetry has a service of its own (OTLP 1.x, "OTLP/gRPC").
extension OTLPSignal {
  /// The fully qualified name of its service.
  var service: String {
    switch self {
    case .traces: "opentelemetry.proto.collector.trace.v1.TraceService"
    case .logs: "opentelemetry.proto.collector.logs.v1.LogsService"
    case .metrics: "opentelemetry.proto.collector.metrics.v1.MetricsService"
    }
  }

  /// The `:path` of its only method.
  var path: String { "/\(service)/Export" }

  private static let byPath = Dictionary(uniqueKeysWithValues: allCases.map { ($0.path, $0) })

  /// Nil if the path is that of no method that is served.
  init?(path: String) {
    guard let signal = Self.byPath[path] else { return nil }
    self = signal
  }
}
