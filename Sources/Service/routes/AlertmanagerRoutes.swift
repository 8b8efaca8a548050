internal import Alerting
internal import HTTPTypes
internal import Hummingbird
internal import JSON
internal import NIOCore
internal import Pipeline

/// `POST /api/alertmanager`: what Prometheus' Alertmanager tells its webhook receivers.
///
/// A server error makes Alertmanager send it again; anything else ends it.
struct AlertmanagerRoutes: Sendable {
  let pipeline: Pipeline

  func add(to router: Router<AssayContext>) {
    router.endpoint("/api/alertmanager", [.post: receive])
  }

  private func receive(_ request: Request, _ context: AssayContext) async throws -> Response {
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: AlertmanagerMessage.mostBytes)
    } catch {
      throw APIError(
        status: .contentTooLarge, code: AlertmanagerError.Code.tooLarge.rawValue,
        message: "the body is larger than \(AlertmanagerMessage.mostBytes >> 20) MiB or did not arrive whole")
    }
    let message: AlertmanagerMessage
    do throws(AlertmanagerError) {
      message = try AlertmanagerMessage(parsing: [UInt8](body.readableBytesView))
    } catch {
      throw APIError(status: .badRequest, code: error.code.rawValue, message: error.description)
    }
    let receipt = try await asking { try await pipeline.receive(message) }
    return .json(receipt.json)
  }
}

extension AlertmanagerReceipt {
  fileprivate var json: JSON {
    let ignored = ignoredAlerts.map { alert -> JSON in
      ["alertname": .string(alert.alertname), "reason": .string(alert.reason)]
    }
    return [
      "received": JSON(Int64(received)), "fired": JSON(Int64(fired)), "repeated": JSON(Int64(repeated)),
      "resolved": JSON(Int64(resolved)), "stale": JSON(Int64(stale)), "refused": JSON(Int64(refused)),
      "ignored": JSON(Int64(self.ignored)), "ignored_alerts": .array(ignored), "truncated": JSON(Int64(truncated)),
      "summary": .string(description),
    ]
  }
}
