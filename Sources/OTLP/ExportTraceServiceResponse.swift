/// The answer to an accepted request (OTLP 1.x, Export*ServiceResponse).
package struct ExportTraceServiceResponse: Hashable, Sendable {
  /// How many spans were refused for good; the sender must not send them again.
  package var rejectedSpans: Int64
  /// Why; with no rejected spans it is a warning. Empty: nothing to say.
  package var errorMessage: String

  package init(rejectedSpans: Int64 = 0, errorMessage: String = "") {
    self.rejectedSpans = rejectedSpans
    self.errorMessage = errorMessage
  }

  /// The protobuf message; full success is no bytes at all, since `partial_success` must be unset.
  package func serialized() -> [UInt8] { partialSuccess(rejectedSpans, errorMessage) }
}
