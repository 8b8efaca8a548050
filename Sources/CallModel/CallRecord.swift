/// A stretch of a batch's bytes.
public struct ByteRange: Hashable, Sendable {
  public var offset: UInt32
  public var count: UInt32

  public init(offset: UInt32, count: UInt32) {
    self.offset = offset
    self.count = count
  }

  public static let empty = ByteRange(offset: 0, count: 0)
  public var isEmpty: Bool { count == 0 }
  public var bounds: Range<Int> { Int(offset)..<Int(offset) + Int(count) }
}

/// The facts of one call without its content: flat, so that a batch of them is one allocation.
///
/// Names with few values are symbols; names that may have millions (who called) stay ranges of
/// the batch they came in, and so do the bytes from which the content is read when it is judged.
public struct CallRecord: Sendable {
  public var trace = TraceID.invalid
  public var span = SpanID.invalid
  public var parent = SpanID.invalid

  /// When the batch reached us; set by the pipeline. Windows run on it.
  public var arrival: Nanoseconds = 0
  /// When the call began, by the caller's clock.
  public var start: Nanoseconds = 0
  /// How long it took; nil if the span's end is missing or before its start.
  public var duration: Nanoseconds?
  public var timeToFirstToken: Nanoseconds?

  public var route = Symbol.none
  public var provider = Symbol.none
  /// The model asked for, else the one that served: the dimension `model`.
  public var model = Symbol.none
  /// The model that served, else the one asked for: what is priced.
  public var servedModel = Symbol.none
  public var errorType = Symbol.none

  public var tenant = ByteRange.empty
  public var user = ByteRange.empty
  public var key = ByteRange.empty
  public var conversation = ByteRange.empty
  /// The provider's id of the answer: how a verdict from elsewhere may name the call.
  public var response = ByteRange.empty

  public var operation = Operation.notACall
  public var outcome = Outcome.ok
  public var finish = FinishReason.unknown
  public var isStreaming = false
  /// Whether the span itself carries what was asked. Else it may come beside the span, as log
  /// records or in a span around it.
  public var hasInput = false
  /// Whether the span itself carries the answer; true for embeddings, which have none to wait for.
  public var hasOutput = false
  public var usage = TokenUsage()
  /// nil: the price of this call is unknown, which is not the same as free.
  public var cost: NanoDollars?

  /// The span's message, and the resource it belongs to, in the batch.
  public var source = ByteRange.empty
  public var resource = ByteRange.empty

  public init() {}
}
