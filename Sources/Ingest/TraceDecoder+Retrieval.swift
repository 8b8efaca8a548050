internal import CallModel
internal import OTLP

extension TraceDecoder {
  /// Whether a span that is no call is one of a retriever or reranker, by its kind or by what it
  /// carries: OTel's operation `retrieval`, OpenInference's RETRIEVER and RERANKER, OpenLLMetry's
  /// spans of vector databases, documents in whatever span.
  ///
  /// Not in line: spans of every kind that are not about models pass here.
  @inline(never) func isRetrieval(_ span: SpanReader, in bytes: UnsafeRawBufferPointer) -> Bool {
    if sheet.hasDocuments || bytes.slice(sheet.text(.operation)).equals("retrieval") { return true }
    let kind = bytes.slice(sheet.text(.spanKind))
    if kind.equalsIgnoringCase("retriever") || kind.equalsIgnoringCase("reranker") { return true }
    return span.hasEvents && span.events.contains { RetrievedDocument.isEvent(bytes.slice($0.name)) }
  }

  func retrieval(
    _ span: SpanReader, _ range: Range<UInt32>, _ arrival: Nanoseconds, in bytes: UnsafeRawBufferPointer
  ) -> ContentPart {
    // A span without an end has at least begun.
    let time = max(span.start, span.end)
    return ContentPart(
      kind: .retrieval, trace: TraceID(span.traceID, in: bytes) ?? .invalid,
      span: SpanID(span.spanID, in: bytes) ?? .invalid, time: time > 0 ? Nanoseconds(clamping: time) : arrival,
      source: ByteRange(range))
  }
}
