internal import HTTPTypes
internal import Hummingbird
internal import Ingest
internal import NIOCore
internal import OTLP

/// The encoding of an OTLP request, which is also that of its answer (OTLP 1.x, "OTLP/HTTP Response").
enum OTLPEncoding {
  case protobuf, json

  /// Nil if the request's media type is neither; its parameters do not matter.
  init?(of request: Request) {
    let header = request.headers[.contentType] ?? ""
    switch header.prefix(while: { $0 != ";" }).filter({ !$0.isWhitespace }).lowercased() {
    case "application/x-protobuf": self = .protobuf
    case "application/json": self = .json
    default: return nil
    }
  }

  var mediaType: String {
    switch self {
    case .protobuf: "application/x-protobuf"
    case .json: "application/json"
    }
  }

  /// The `Export*ServiceResponse` of a signal.
  func success(_ signal: OTLPSignal, rejected: Int64, message: String) -> Response {
    switch signal {
    case .traces:
      let response = ExportTraceServiceResponse(rejectedSpans: rejected, errorMessage: message)
      return answer(.ok, self == .protobuf ? response.serialized() : response.json())
    case .logs:
      let response = ExportLogsServiceResponse(rejectedLogRecords: rejected, errorMessage: message)
      return answer(.ok, self == .protobuf ? response.serialized() : response.json())
    case .metrics:
      let response = ExportMetricsServiceResponse(rejectedDataPoints: rejected, errorMessage: message)
      return answer(.ok, self == .protobuf ? response.serialized() : response.json())
    }
  }

  /// A failure with its `google.rpc.Status` (OTLP 1.x, "Failures").
  func failure(_ status: HTTPResponse.Status, _ message: String, retryAfter: Int? = nil) -> Response {
    let body = RPCStatus(message: message)
    var response = answer(status, self == .protobuf ? body.serialized() : body.json())
    if let retryAfter { response.headers[.retryAfter] = String(retryAfter) }
    return response
  }

  private func answer(_ status: HTTPResponse.Status, _ body: [UInt8]) -> Response {
    Response(
      status: status, headers: [.contentType: mediaType], body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
