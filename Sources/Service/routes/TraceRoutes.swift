internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import OTLP
internal import Pipeline

/// `POST /v1/traces`: OTLP/HTTP in protobuf (OTLP 1.x, section "OTLP/HTTP Request").
struct TraceRoutes: Sendable {
  let pipeline: Pipeline
  let reader: BodyReader

  func add(to router: Router<AssayContext>) {
    router.endpoint("/v1/traces", [.post: export])
  }

  private func export(_ request: Request, _ context: AssayContext) async -> Response {
    guard mediaType(request) == "application/x-protobuf" else {
      return .otlpFailure(
        .unsupportedMediaType,
        "Content-Type '\(request.headers[.contentType] ?? "")' is not supported; send application/x-protobuf")
    }
    let body: ByteBuffer
    do {
      body = try await reader.read(request, on: context.channel)
    } catch {
      return .otlpFailure(error.status, error.message, retryAfter: error.retryAfter)
    }
    defer { reader.gate.leave(body.readableBytes) }
    do {
      let receipt = try await pipeline.ingest(body)
      return Response(
        status: .ok, headers: [.contentType: "application/x-protobuf"],
        body: ResponseBody(
          byteBuffer: ByteBuffer(
            bytes: ExportTraceServiceResponse(
              rejectedSpans: Int64(receipt.rejectedSpans), errorMessage: receipt.message ?? ""
            ).serialized())))
    } catch {
      switch error {
      case .invalid(let message): return .otlpFailure(.badRequest, message)
      case .overloaded: return .otlpFailure(.serviceUnavailable, "\(error)", retryAfter: 1)
      case .storage: return .otlpFailure(.serviceUnavailable, "\(error)", retryAfter: 5)
      case .stopping: return .otlpFailure(.serviceUnavailable, "\(error)", retryAfter: 5)
      }
    }
  }

  /// The media type without its parameters.
  private func mediaType(_ request: Request) -> String {
    let header = request.headers[.contentType] ?? ""
    return header.prefix { $0 != ";" }.filter { !$0.isWhitespace }.lowercased()
  }
}
