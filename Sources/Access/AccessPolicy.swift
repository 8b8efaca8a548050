/// Which roles each route of the HTTP and gRPC interfaces wants.
///
/// Only an exact path grants little: whatever is written otherwise (a slash more, a letter
/// percent-encoded) or is not known here wants `read` to look and `operate` to change, so that no
/// spelling which a router might understand goes for less than it should.
package struct AccessPolicy: Sendable {
  /// What a route wants.
  package enum Requirement: Hashable, Sendable {
    /// Open to everybody who reaches the port: whether the service lives.
    case nothing
    /// A key or certificate with at least one of these roles.
    case anyOf(Roles)
  }

  /// Where exporters answer: `/metrics`.
  package let scrapePaths: Set<String>

  package init(scrapePaths: Set<String>) { self.scrapePaths = scrapePaths }

  /// - Parameters:
  ///   - method: As it was sent: `GET`.
  ///   - path: As it was sent, without the query.
  package func requirement(forMethod method: String, path: String) -> Requirement {
    let looks = method == "GET" || method == "HEAD"
    if looks {
      switch path {
      case "/healthz", "/readyz": return .nothing
      case "/v1/models": return .anyOf(.gateway)
      // Call sites follow it to know before they ask; the console shows it.
      case "/api/throttles/stream": return .anyOf([.read, .gateway])
      case _ where path.hasPrefix("/api/"): return .anyOf(.read)
      case _ where scrapePaths.contains(path): return .anyOf(.scrape)
      default: return .anyOf(.read)
      }
    }
    guard method == "POST" else { return .anyOf(.operate) }
    switch path {
    case "/v1/traces", "/v1/logs", "/v1/metrics", "/v1/span_annotations": return .anyOf(.ingest)
    case "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
      "/opentelemetry.proto.collector.logs.v1.LogsService/Export",
      "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export":
      return .anyOf(.ingest)
    case "/grpc.health.v1.Health/Check": return .nothing
    case "/api/admission", "/api/settlement": return .anyOf(.gateway)
    // An application hands on what its users say, with the key that it sends its traces with.
    case "/api/feedback": return .anyOf([.ingest, .operate])
    case "/v1/chat/completions", "/v1/responses", "/v1/embeddings", "/v1/messages": return .anyOf(.gateway)
    default: return .anyOf(.operate)
    }
  }
}
