/// Something that happened during a span, in place (`opentelemetry.proto.trace.v1.Span.Event`).
package struct SpanEvent: Sendable {
  /// Nanoseconds since 1970; 0 if absent.
  package private(set) var time: UInt64 = 0
  package private(set) var name: Range<UInt32> = 0..<0
  private let range: Range<UInt32>

  /// Reads the event's own fields; attributes are passed over.
  init(_ bytes: UnsafeRawBufferPointer, in range: Range<UInt32>) throws(ProtobufError) {
    self.range = range
    var reader = ProtobufReader(bytes, in: range)
    while let tag = try reader.nextTag() {
      switch tag {
      case .fixed64(TraceField.Event.time): time = try reader.fixed64()
      case .bytes(TraceField.Event.name): name = try reader.range()
      default: try reader.skip(tag)
      }
    }
  }

  /// The attributes in order, unchecked within.
  package func attributes(in bytes: UnsafeRawBufferPointer) -> some Sequence<KeyValue> {
    Attributes(fields: ProtobufReader(bytes, in: range))
  }

  private struct Attributes: Sequence, IteratorProtocol {
    var fields: ProtobufReader

    mutating func next() -> KeyValue? {
      while let field = try? fields.next() {
        guard case (TraceField.Event.attributes, .bytes(let range)) = (field.number, field.value) else { continue }
        return try? KeyValue.read(fields.bytes, range)
      }
      return nil
    }
  }
}

/// The events of a span, in order.
///
/// They are read only where a span has some that matter. One that is damaged ends the list: the
/// span stands by its own fields.
package struct SpanEvents: Sequence, IteratorProtocol {
  private var first: Range<UInt32>?
  private var fields: ProtobufReader

  /// The first event, and where the last one ends.
  init(_ bytes: UnsafeRawBufferPointer, first: Range<UInt32>, end: UInt32) {
    self.first = end == 0 ? nil : first
    fields = ProtobufReader(bytes, in: first.upperBound..<Swift.max(first.upperBound, end))
  }

  package mutating func next() -> SpanEvent? {
    if let range = first {
      first = nil
      return try? SpanEvent(fields.bytes, in: range)
    }
    while let field = try? fields.next() {
      guard case (TraceField.Span.events, .bytes(let range)) = (field.number, field.value) else { continue }
      return try? SpanEvent(fields.bytes, in: range)
    }
    return nil
  }
}
