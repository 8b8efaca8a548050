internal import GRPCCore
internal import OTLP

/// The answer to one request, and the status that says it (OTLP 1.x, "OTLP/gRPC Response").
package enum OTLPReceipt: Hashable, Sendable {
  /// It was taken, except so many spans, records or points that must not be sent again; a message
  /// with none rejected is a warning. OK.
  case taken(rejected: Int64 = 0, message: String = "")
  /// It can never be taken. INVALID_ARGUMENT with `BadRequest`; clients give up.
  case invalid(message: String)
  /// There is too much under way. UNAVAILABLE with `RetryInfo`; clients come back after that time.
  case overloaded(message: String, retryAfter: Duration)
  /// It cannot be taken now for another reason. UNAVAILABLE with `RetryInfo`.
  case unavailable(message: String, retryAfter: Duration)
  /// A key is missing or unknown. UNAUTHENTICATED; clients give up.
  case unauthenticated(message: String)
  /// The key is known and may not do this. PERMISSION_DENIED; clients give up.
  case permissionDenied(message: String)

  /// The response's message, or why there is none.
  var response: Result<[UInt8], Refusal> {
    switch self {
    case .taken(let rejected, let message):
      // The responses of all three signals have one layout: partial_success with the fields 1 and 2.
      .success(ExportTraceServiceResponse(rejectedSpans: rejected, errorMessage: message).serialized())
    case .invalid(let message): .failure(Refusal(.invalidArgument, message, .badRequest))
    case .overloaded(let message, let retryAfter), .unavailable(let message, let retryAfter):
      .failure(Refusal(.unavailable, message, .retry(after: retryAfter)))
    case .unauthenticated(let message): .failure(Refusal(.unauthenticated, message))
    case .permissionDenied(let message): .failure(Refusal(.permissionDenied, message))
    }
  }
}
