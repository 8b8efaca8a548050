internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import OTLP
internal import Pipeline

/// `POST /v1/traces`, `/v1/logs` and `/v1/metrics`: OTLP/HTTP in protobuf and JSON (OTLP 1.x, section
/// "OTLP/HTTP Request").
struct OTLPRoutes: Sendable {
  let pipeline: Pipeline
  let reader: BodyReader

  func add(to router: Router<AssayContext>) {
    router.endpoint("/v1/traces", [.post: { await export(.traces, $0, $1) }])
    router.endpoint("/v1/logs", [.post: { await export(.logs, $0, $1) }])
    router.endpoint("/v1/metrics", [.post: { await export(.metrics, $0, $1) }])
  }

  private func export(_ signal: OTLPSignal, _ request: Request, _ context: AssayContext) async -> Response {
    guard let encoding = OTLPEncoding(of: request) else {
      return OTLPEncoding.protobuf.failure(
        .unsupportedMediaType,
        "Content-Type '\(request.headers[.contentType] ?? "")' is not supported; send application/x-protobuf or "
          + "application/json")
    }
    let body: ByteBuffer
    do {
      let largest = encoding == .json ? Pipeline.largestJSON : BodyReader.largest
      body = try await reader.read(request, on: context.channel, largest: largest)
    } catch {
      return encoding.failure(error.status, error.message, retryAfter: error.retryAfter)
    }
    defer { reader.gate.leave(body.readableBytes) }
    do {
      let batch = encoding == .json ? try await pipeline.protobuf(fromJSON: body, signal) : body
      let receipt = try await pipeline.ingest(batch, signal)
      return encoding.success(signal, rejected: Int64(receipt.rejected), message: receipt.message ?? "")
    } catch {
      switch error {
      case .invalid(let message): return encoding.failure(.badRequest, message)
      case .overloaded: return encoding.failure(.serviceUnavailable, "\(error)", retryAfter: 1)
      case .storage, .stopping: return encoding.failure(.serviceUnavailable, "\(error)", retryAfter: 5)
      }
    }
  }
}
