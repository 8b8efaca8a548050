internal import CallModel
internal import OTLP

extension TraceDecoder {
  /// Takes from a span what it says of answers: events of an evaluation, which speak of the span that
  /// holds them, and annotations, which speak of the span they are linked to, else of their own.
  ///
  /// Not in line: few spans have any.
  @inline(never) func readEvaluations(
    _ span: SpanReader, _ range: Range<UInt32>, _ batch: inout TraceBatch, in bytes: UnsafeRawBufferPointer
  ) {
    let own = (trace: TraceID(span.traceID, in: bytes) ?? .invalid, span: SpanID(span.spanID, in: bytes) ?? .invalid)
    for event in span.events where EvaluationReader.isEvent(bytes.slice(event.name)) {
      var reader = EvaluationReader()
      for attribute in event.attributes(in: bytes) { reader.take(attribute, in: bytes) }
      (reader.report.trace, reader.report.span) = own
      batch.evaluations.add(reader.report, at: "span \(batch.spans)")
    }
    if sheet.has(.annotationList) { readAnnotations(range, of: own, &batch, in: bytes) }
  }

  private func readAnnotations(
    _ range: Range<UInt32>, of own: (trace: TraceID, span: SpanID), _ batch: inout TraceBatch,
    in bytes: UnsafeRawBufferPointer
  ) {
    var annotations = Annotations()
    var links: [(trace: TraceID, span: SpanID)] = []
    var fields = ProtobufReader(bytes, in: range)
    while let field = try? fields.next() {
      switch (field.number, field.value) {
      case (TraceField.Span.attributes, .bytes(let range)):
        if let attribute = try? KeyValue.read(bytes, range) { annotations.take(attribute, in: bytes) }
      case (TraceField.Span.links, .bytes(let range)) where links.count < 2:
        // Two are as wrong as any number of them.
        links.append(Self.target(ofLink: range, in: bytes))
      default: break
      }
    }
    guard links.count < 2 else {
      return batch.evaluations.reject(
        "the annotations of span \(batch.spans) are not taken: it has several links, and one must name what they speak of"
      )
    }
    for report in annotations.reports(of: links.first ?? own) {
      batch.evaluations.add(report, at: "span \(batch.spans)")
    }
  }

  private static func target(
    ofLink range: Range<UInt32>, in bytes: UnsafeRawBufferPointer
  ) -> (trace: TraceID, span: SpanID) {
    var (trace, span) = (TraceID.invalid, SpanID.invalid)
    var link = ProtobufReader(bytes, in: range)
    while let field = try? link.next() {
      switch (field.number, field.value) {
      case (TraceField.Link.traceID, .bytes(let id)): trace = TraceID(id, in: bytes) ?? .invalid
      case (TraceField.Link.spanID, .bytes(let id)): span = SpanID(id, in: bytes) ?? .invalid
      default: break
      }
    }
    return (trace, span)
  }
}
