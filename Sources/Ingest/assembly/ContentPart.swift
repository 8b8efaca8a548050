package import CallModel

/// A piece of a call's content that arrived outside of its span.
package struct ContentPart: Hashable, Sendable {
  package enum Kind: UInt8, Hashable, Sendable {
    /// A log record that names the call's own span: a message, a choice, the event of details.
    case event
    /// The span of a retriever or reranker: its documents are context for later calls of its trace.
    case retrieval
    /// A call span that repeats another call of ours (two instrumentations around one request):
    /// it only fills in content that the counted call lacks.
    case repeated
  }
  package var kind: Kind
  package var trace: TraceID
  /// event: the call's span. retrieval, repeated: the part's own span.
  package var span: SpanID
  /// event: when it was logged (observed time if that is all there is). retrieval: when the span ended.
  package var time: Nanoseconds
  /// The LogRecord or Span message in its batch.
  package var source: ByteRange
  /// The batch's id in the journal, which is not known while it is decoded.
  package var batch: Int64 = 0

  package init(kind: Kind, trace: TraceID, span: SpanID, time: Nanoseconds, source: ByteRange) {
    self.kind = kind
    self.trace = trace
    self.span = span
    self.time = time
    self.source = source
  }
}
