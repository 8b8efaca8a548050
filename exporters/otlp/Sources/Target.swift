internal import CallModel
internal import PluginKit

/// Where to send, what, and how, as a configuration says it.
struct Target: Sendable {
  enum Compression: String, CaseIterable {
    case gzip, none
  }

  /// Without a slash at the end; the signal's path is appended, as SDKs do (OTLP 1.x, OTLP/HTTP request).
  var endpoint: String
  var headers: [HostHeader]
  var compression: Compression
  var timeout: Nanoseconds
  var wants: Set<ExportItem.Kind>
  /// Attributes of the resource; `service.name` is always among them.
  var resource: [(key: String, value: String)]
  /// Whether evaluators' sentences go out.
  var explanations: Bool

  private static let signals: [String: ExportItem.Kind] = ["metrics": .snapshot, "verdicts": .verdicts]

  init(reading settings: inout Settings) {
    if settings.has("endpoint") {
      endpoint = settings.webAddress("endpoint") ?? ""
      if endpoint.contains("?") { settings.report("has a query; write http://collector:4318", at: "endpoint") }
    } else {
      endpoint = "http://127.0.0.1:4318"
      // It is our own address too: metrics that come back would be sent again.
      settings.report("'endpoint' is missing; write http://collector:4318")
    }
    while endpoint.hasSuffix("/") { endpoint.removeLast() }
    for path in ["/v1/metrics", "/v1/logs", "/v1/traces"] where endpoint.hasSuffix(path) {
      settings.report("leave \(path) away: it is appended", at: "endpoint")
    }
    headers = settings.headers("headers")
    compression = settings.choice("compression", default: Compression.gzip)
    timeout = settings.duration("timeout") ?? .seconds(10)
    if !(Nanoseconds.milliseconds(10)...(.minutes(1))).contains(timeout) {
      settings.report("must lie between 10ms and 1m", at: "timeout")
      timeout = .seconds(10)
    }
    wants = []
    for word in settings.texts("send") ?? ["metrics", "verdicts"] {
      if let kind = Self.signals[word] {
        wants.insert(kind)
      } else {
        settings.report("'\(word)' is not one of metrics, verdicts", at: "send")
      }
    }
    if wants.isEmpty, !settings.hasProblems { settings.report("names nothing to send", at: "send") }
    explanations = settings.bool("explanations", default: true)
    resource = []
    if var map = settings.map("resource") {
      for key in map.keys {
        if let value = map.text(key) { resource.append((key, value)) }
      }
      settings.absorb(map)
    }
    if !resource.contains(where: { $0.key == "service.name" }) { resource.insert(("service.name", "assay"), at: 0) }
  }
}
