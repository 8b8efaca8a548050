internal import CallModel
internal import OTLP

extension SpanReader {
  /// `STATUS_CODE_ERROR`.
  var isError: Bool { statusCode == 2 }

  /// nil if the start or end is missing or too far off, or they are in the wrong order.
  var duration: Nanoseconds? {
    guard start > 0, end >= start, end <= UInt64(Nanoseconds.latest) else { return nil }
    return Nanoseconds(end - start)
  }

  /// Why the span cannot be taken (OTLP: an id of the wrong length or of zeros is invalid).
  func problem(index: Int, in bytes: UnsafeRawBufferPointer) -> String? {
    if traceID.count != 16 { return "span \(index): trace_id is \(traceID.count) bytes long, not 16" }
    if spanID.count != 8 { return "span \(index): span_id is \(spanID.count) bytes long, not 8" }
    if word(traceID, 0, bytes) == 0 && word(traceID, 8, bytes) == 0 { return "span \(index): trace_id is zero" }
    if word(spanID, 0, bytes) == 0 { return "span \(index): span_id is zero" }
    return nil
  }

  /// Writes the ids; call only when there is no problem. A parent of the wrong length is none.
  func identify(_ record: inout CallRecord, in bytes: UnsafeRawBufferPointer) {
    record.trace = TraceID(high: word(traceID, 0, bytes), low: word(traceID, 8, bytes))
    record.span = SpanID(word(spanID, 0, bytes))
    if parentSpanID.count == 8 { record.parent = SpanID(word(parentSpanID, 0, bytes)) }
  }

  private func word(_ range: Range<UInt32>, _ offset: Int, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
    UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: Int(range.lowerBound) + offset, as: UInt64.self))
  }
}

extension Nanoseconds {
  /// The latest moment that is taken from the network, in the year 2116: sums of two cannot
  /// overflow.
  static let latest = Nanoseconds.max / 2

  /// A moment as the wire holds it, cut to what can be added.
  init(clamping moment: UInt64) {
    self = moment > UInt64(Self.latest) ? Self.latest : Int64(moment)
  }
}
