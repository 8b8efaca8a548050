package import CallModel

/// The ids and times of one span: what is changed to send a recorded span again.
package struct SpanIdentity: Hashable, Sendable {
  package var traceID: TraceID
  package var spanID: SpanID
  /// Invalid for a root span.
  package var parentSpanID: SpanID
  /// Nanoseconds since 1970, as on the wire.
  package var start: UInt64
  package var end: UInt64

  package init(
    traceID: TraceID = .invalid, spanID: SpanID = .invalid, parentSpanID: SpanID = .invalid, start: UInt64 = 0,
    end: UInt64 = 0
  ) {
    self.traceID = traceID
    self.spanID = spanID
    self.parentSpanID = parentSpanID
    self.start = start
    self.end = end
  }
}
