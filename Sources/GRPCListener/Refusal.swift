internal import GRPCCore
internal import OTLP

/// Why a request gets no response: a status and, where clients can use it, a detail
/// (`google.rpc.Status` in the trailer `grpc-status-details-bin`).
struct Refusal: Error, Hashable {
  enum Detail: Hashable {
    /// `google.rpc.RetryInfo`: what OTLP clients wait before they send again.
    case retry(after: Duration)
    /// `google.rpc.BadRequest`: what is wrong with the data.
    case badRequest
    /// `grpc-accept-encoding`, which goes with a refused encoding (gRPC, "Compression").
    case encodings(String)
  }

  var code: RPCError.Code
  var message: String
  var detail: Detail?

  init(_ code: RPCError.Code, _ message: String, _ detail: Detail? = nil) {
    self.code = code
    // A trailer is a header: clients bound it, 8 KiB by default.
    self.message = message.utf8.count <= 1_024 ? message : String(message.unicodeScalars.prefix(256)) + "…"
    self.detail = detail
  }

  var error: RPCError {
    var trailers = Metadata()
    switch detail {
    case .retry(let delay):
      let (seconds, attoseconds) = delay.components
      var info = ProtobufWriter()
      info.message(1) { duration in
        duration.int(1, seconds)
        duration.int(2, attoseconds / 1_000_000_000)
      }
      trailers.addBinary(status(with: "RetryInfo", info.bytes), forKey: Self.detailsKey)
    case .badRequest:
      var request = ProtobufWriter()
      request.message(1) { violation in violation.string(2, message) }
      trailers.addBinary(status(with: "BadRequest", request.bytes), forKey: Self.detailsKey)
    case .encodings(let accepted): trailers.addString(accepted, forKey: "grpc-accept-encoding")
    case nil: break
    }
    return RPCError(code: code, message: message, metadata: trailers)
  }

  private static let detailsKey = "grpc-status-details-bin"

  /// The `google.rpc.Status` with one detail.
  private func status(with type: String, _ detail: [UInt8]) -> [UInt8] {
    var status = ProtobufWriter()
    status.int(1, Int64(code.rawValue))
    status.string(2, message)
    status.message(3) { any in
      any.string(1, "type.googleapis.com/google.rpc.\(type)")
      any.bytes(2, detail)
    }
    return status.bytes
  }
}
