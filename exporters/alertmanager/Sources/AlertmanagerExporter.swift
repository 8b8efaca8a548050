internal import CallModel
internal import JSON
internal import PluginKit

/// Posts what fires, again while it fires, and what has resolved to an Alertmanager (API v2).
struct AlertmanagerExporter: PushExporter {
  /// So many alerts stand in one request.
  private static let most = 100

  private let target: Target
  private let host: any Host

  init(_ target: Target, host: any Host) {
    self.target = target
    self.host = host
  }

  let wants: Set<ExportItem.Kind> = [.alerts]
  /// Alertmanager takes an alert that nobody repeats for resolved.
  let repeatsFiring = true

  func export(_ items: [ExportItem]) async throws(ExportError) {
    var start = items.startIndex
    while start < items.endIndex {
      let end = items.index(start, offsetBy: Self.most, limitedBy: items.endIndex) ?? items.endIndex
      let changes = items[start..<end].compactMap {
        if case .alert(let change) = $0, isMeant(change) { change } else { nil }
      }
      if !changes.isEmpty { try await post(changes, delivered: start, dropping: end - start) }
      start = end
    }
  }

  /// What fires outside is not handed back: it would hold itself up.
  private func isMeant(_ change: AlertChange) -> Bool {
    (change.to == .firing || change.to == .resolved) && change.signal != .external
      && target.alerts?.contains(change.alert) != false
  }

  private func post(_ changes: [AlertChange], delivered: Int, dropping: Int) async throws(ExportError) {
    var body: [UInt8] = []
    let now = host.now()
    JSON.array(changes.map { PostableAlert($0, target, at: now).json }).write(into: &body)
    let headers = target.headers + [HostHeader("Content-Type", "application/json")]
    let response: HostResponse
    do {
      response = try await host.http(
        HostRequest(url: target.url, headers: headers, body: body, deadline: target.timeout))
    } catch {
      throw .unanswered(error, delivered: delivered, dropping: dropping)
    }
    if response.isSuccess { return }
    let message = "Alertmanager answered \(changes.count) alerts with status \(response.status)"
    switch response.status {
    case 408, 425, 429, 500...599:
      throw .retryable(message, after: response.retryAfter(now: now), delivered: delivered)
    default: throw .permanent(message, delivered: delivered, dropping: dropping)
    }
  }
}
