public import CallModel

/// Why some of a batch's items did not arrive.
///
/// The items before the first `delivered` have arrived. What is tried again, or given up, begins
/// there. The message is for the service's log: it never holds a secret, a header or a body.
public struct ExportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whether the rest may arrive when it is sent again.
  public enum Remedy: Hashable, Sendable {
    /// Send the rest again, not before so long; nil leaves the time to the service.
    case retry(after: Nanoseconds?)
    /// So many items, at least one, can never arrive; those behind them may. Nil: all the rest.
    case drop(Int?)
  }

  /// A sentence for a person: what happened, and what to do.
  public let message: String
  public let remedy: Remedy
  /// How many items, from the first on, are done with.
  public let delivered: Int

  public init(_ message: String, _ remedy: Remedy, delivered: Int = 0) {
    self.message = message
    self.remedy = remedy
    self.delivered = delivered
  }

  /// The receiver may take it later.
  public static func retryable(
    _ message: String, after: Nanoseconds? = nil, delivered: Int = 0
  ) -> ExportError {
    ExportError(message, .retry(after: after), delivered: delivered)
  }

  /// The receiver will never take it.
  public static func permanent(_ message: String, delivered: Int = 0, dropping: Int? = nil) -> ExportError {
    ExportError(message, .drop(dropping), delivered: delivered)
  }

  /// The error of a request that got no answer.
  public static func unanswered(_ error: HostError, delivered: Int = 0, dropping: Int? = nil) -> ExportError {
    error.isTransient
      ? .retryable(error.description, delivered: delivered)
      : .permanent(error.description, delivered: delivered, dropping: dropping)
  }

  public var isRetryable: Bool { if case .retry = remedy { true } else { false } }

  public var description: String { message }
}
