internal import CallModel
internal import PluginKit

/// Posts each alert that fires or resolves, one after the other, so that a scope's changes arrive
/// in their order.
struct WebhookExporter: PushExporter {
  /// What a body looks like.
  enum Shape: String, CaseIterable {
    case standard, slack
  }

  let url: String
  let headers: [HostHeader]
  let secret: Secret?
  /// Nil: every alert.
  let alerts: Set<String>?
  let shape: Shape
  let timeout: Nanoseconds
  let host: any Host

  let wants: Set<ExportItem.Kind> = [.alerts]

  func export(_ items: [ExportItem]) async throws(ExportError) {
    for (place, item) in items.enumerated() {
      guard case .alert(let change) = item, isMeant(change) else { continue }
      try await post(Notification(change), place)
    }
  }

  /// An alert that is only pending is nobody's business yet.
  private func isMeant(_ change: AlertChange) -> Bool {
    (change.to == .firing || change.to == .resolved) && alerts?.contains(change.alert) != false
  }

  private func post(_ notification: Notification, _ place: Int) async throws(ExportError) {
    let response: HostResponse
    do {
      response = try await host.http(request(notification))
    } catch {
      throw .unanswered(error, delivered: place, dropping: 1)
    }
    if response.isSuccess { return }
    let message = "the alert \(notification.change.alert) got status \(response.status)"
    switch response.status {
    case 408, 425, 429, 500...599:
      throw .retryable(message, after: response.retryAfter(now: host.now()), delivered: place)
    case 300..<400:
      throw .permanent("\(message): the receiver redirects; write its final url", delivered: place, dropping: 1)
    default:
      throw .permanent(message, delivered: place, dropping: 1)
    }
  }

  func request(_ notification: Notification) -> HostRequest {
    let body =
      switch shape {
      case .standard: notification.body
      case .slack: SlackMessage(notification.change).body
      }
    let timestamp = "\(max(0, host.now()) / 1_000_000_000)"
    var headers = headers
    headers += [
      HostHeader("Content-Type", "application/json"), HostHeader("webhook-id", notification.id),
      HostHeader("webhook-timestamp", timestamp),
    ]
    if let secret {
      let signature = secret.signature(id: notification.id, timestamp: timestamp, body: body)
      headers.append(HostHeader("webhook-signature", signature))
    }
    return HostRequest(url: url, headers: headers, body: body, deadline: timeout)
  }
}
