/// Reads one span in place: its attributes one by one, and on the way its own fields.
///
/// The fields hold what the whole span says only after `nextAttribute` has returned nil: fields
/// may come in any order, and of a scalar that occurs twice the last counts.
package struct SpanReader {
  package private(set) var traceID: Range<UInt32> = 0..<0
  package private(set) var spanID: Range<UInt32> = 0..<0
  package private(set) var parentSpanID: Range<UInt32> = 0..<0
  /// Nanoseconds since 1970; 0 if absent.
  package private(set) var start: UInt64 = 0
  package private(set) var end: UInt64 = 0
  /// 0 unset, 1 ok, 2 error; others may come to be.
  package private(set) var statusCode: UInt64 = 0

  private var firstEvent: Range<UInt32> = 0..<0
  /// Where the last event ends; 0 if there is none.
  private var endOfEvents: UInt32 = 0

  private let bytes: UnsafeRawBufferPointer
  private var fields: ProtobufReader

  package init(_ bytes: UnsafeRawBufferPointer, in range: Range<UInt32>) {
    self.bytes = bytes
    fields = ProtobufReader(bytes, in: range)
  }

  /// The next attribute, its nested values checked; nil at the end of the span.
  package mutating func nextAttribute() throws(ProtobufError) -> KeyValue? {
    // A local copy stays in registers.
    var reader = fields
    defer { fields = reader }
    while let tag = try reader.nextTag() {
      switch tag {
      case .bytes(TraceField.Span.attributes):
        let attribute = try KeyValue.read(bytes, try reader.range())
        try attribute.value.validate(in: bytes)
        return attribute
      case .bytes(TraceField.Span.traceID): traceID = try reader.range()
      case .bytes(TraceField.Span.spanID): spanID = try reader.range()
      case .bytes(TraceField.Span.parentSpanID): parentSpanID = try reader.range()
      case .fixed64(TraceField.Span.start): start = try reader.fixed64()
      case .fixed64(TraceField.Span.end): end = try reader.fixed64()
      case .bytes(TraceField.Span.status): try readStatus(try reader.range())
      case .bytes(TraceField.Span.events): noteEvent(try reader.range())
      default: try reader.skip(tag)
      }
    }
    return nil
  }

  package var hasEvents: Bool { endOfEvents > 0 }

  /// The span's events; they are passed over until they are asked for.
  package var events: SpanEvents { SpanEvents(bytes, first: firstEvent, end: endOfEvents) }

  private mutating func noteEvent(_ range: Range<UInt32>) {
    if endOfEvents == 0 { firstEvent = range }
    endOfEvents = range.upperBound
  }

  /// A status that is sent in parts is merged: a part without a code leaves it alone.
  private mutating func readStatus(_ range: Range<UInt32>) throws(ProtobufError) {
    var status = ProtobufReader(bytes, in: range)
    while let field = try status.next() {
      if case (TraceField.Status.code, .varint(let code)) = (field.number, field.value) { statusCode = code }
    }
  }
}
