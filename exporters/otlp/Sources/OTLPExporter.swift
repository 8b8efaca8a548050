internal import CallModel
internal import OTLP
internal import PluginKit

/// Sends snapshots as metrics and verdicts as log records (OTLP 1.x, OTLP/HTTP).
struct OTLPExporter: PushExporter {
  private let target: Target
  private let host: any Host

  init(_ target: Target, host: any Host) {
    self.target = target
    self.host = host
  }

  var wants: Set<ExportItem.Kind> { target.wants }

  func export(_ items: [ExportItem]) async throws(ExportError) {
    for (place, item) in items.enumerated() {
      switch item {
      case .snapshot(let snapshot) where target.wants.contains(.snapshot):
        for request in MetricsRequest.requests(snapshot, since: host.started(), resource: target.resource) {
          try await send(request, to: "/v1/metrics", place)
        }
      case .verdicts(let answers) where target.wants.contains(.verdicts):
        let request = LogsRequest.serialized(answers, target)
        if let request { try await send(request, to: "/v1/logs", place) }
      case .snapshot, .verdicts, .alert: break
      }
    }
  }

  /// - Parameter place: how many items have been delivered before.
  private func send(_ message: [UInt8], to path: String, _ place: Int) async throws(ExportError) {
    var headers = target.headers
    headers.append(HostHeader("Content-Type", "application/x-protobuf"))
    var body = message
    if target.compression == .gzip, let compressed = Gzip.deflate(message) {
      body = compressed
      headers.append(HostHeader("Content-Encoding", "gzip"))
    }
    let response: HostResponse
    do {
      response = try await host.http(
        HostRequest(url: target.endpoint + path, headers: headers, body: body, deadline: target.timeout))
    } catch {
      throw .unanswered(error, delivered: place, dropping: 1)
    }
    let verdict = Answer(response, now: host.now(), hiding: target.headers.map(\.value))
    switch verdict {
    case .accepted(let remark):
      if let remark { host.log(.warning, "\(path): \(remark)") }
    case .retry(let after, let message):
      throw .retryable("\(path): \(message)", after: after, delivered: place)
    case .refused(let message):
      throw .permanent("\(path): \(message)", delivered: place, dropping: 1)
    }
  }
}
