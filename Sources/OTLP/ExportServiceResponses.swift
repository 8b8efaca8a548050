/// The answer to an accepted logs request (OTLP 1.x, Export*ServiceResponse).
package struct ExportLogsServiceResponse: Hashable, Sendable {
  /// How many log records were refused for good; the sender must not send them again.
  package var rejectedLogRecords: Int64
  /// Why; with no rejected records it is a warning. Empty: nothing to say.
  package var errorMessage: String

  package init(rejectedLogRecords: Int64 = 0, errorMessage: String = "") {
    self.rejectedLogRecords = rejectedLogRecords
    self.errorMessage = errorMessage
  }

  /// The protobuf message; full success is no bytes at all.
  package func serialized() -> [UInt8] { partialSuccess(rejectedLogRecords, errorMessage) }
}

/// The answer to an accepted metrics request (OTLP 1.x, Export*ServiceResponse).
package struct ExportMetricsServiceResponse: Hashable, Sendable {
  /// How many data points were refused for good; the sender must not send them again.
  package var rejectedDataPoints: Int64
  /// Why; with no rejected points it is a warning. Empty: nothing to say.
  package var errorMessage: String

  package init(rejectedDataPoints: Int64 = 0, errorMessage: String = "") {
    self.rejectedDataPoints = rejectedDataPoints
    self.errorMessage = errorMessage
  }

  /// The protobuf message; full success is no bytes at all.
  package func serialized() -> [UInt8] { partialSuccess(rejectedDataPoints, errorMessage) }
}

/// The message that the responses of all signals have in common: on full success
/// `partial_success` must be unset, which leaves no bytes.
func partialSuccess(_ rejected: Int64, _ errorMessage: String) -> [UInt8] {
  var response = ProtobufWriter()
  guard rejected != 0 || !errorMessage.isEmpty else { return response.bytes }
  response.message(1) { partial in
    if rejected != 0 { partial.int(1, rejected) }
    if !errorMessage.isEmpty { partial.string(2, errorMessage) }
  }
  return response.bytes
}
