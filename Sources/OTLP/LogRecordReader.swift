/// Reads one log record in place: its attributes one by one, and on the way its own fields
/// (`opentelemetry.proto.logs.v1.LogRecord`).
///
/// The fields hold what the whole record says only after `nextAttribute` has returned nil: fields
/// may come in any order, and of a scalar that occurs twice the last counts.
package struct LogRecordReader {
  package private(set) var traceID: Range<UInt32> = 0..<0
  package private(set) var spanID: Range<UInt32> = 0..<0
  /// Nanoseconds since 1970; 0 if unknown.
  package private(set) var time: UInt64 = 0
  /// When a collector first saw the record; 0 if absent.
  package private(set) var observedTime: UInt64 = 0
  /// Empty for a record that is no event, and for events of older SDKs.
  package private(set) var eventName: Range<UInt32> = 0..<0
  /// Its nested values checked.
  package private(set) var body = AnyValue.empty

  private let bytes: UnsafeRawBufferPointer
  private var fields: ProtobufReader

  package init(_ bytes: UnsafeRawBufferPointer, in range: Range<UInt32>) {
    self.bytes = bytes
    fields = ProtobufReader(bytes, in: range)
  }

  /// The next attribute, its nested values checked; nil at the end of the record.
  package mutating func nextAttribute() throws(ProtobufError) -> KeyValue? {
    // A local copy stays in registers.
    var reader = fields
    defer { fields = reader }
    while let tag = try reader.nextTag() {
      switch tag {
      case .bytes(LogField.LogRecord.attributes):
        let attribute = try KeyValue.read(bytes, try reader.range())
        try attribute.value.validate(in: bytes)
        return attribute
      case .bytes(LogField.LogRecord.body):
        body = try AnyValue.read(bytes, try reader.range(), over: body)
        try body.validate(in: bytes)
      case .bytes(LogField.LogRecord.traceID): traceID = try reader.range()
      case .bytes(LogField.LogRecord.spanID): spanID = try reader.range()
      case .fixed64(LogField.LogRecord.time): time = try reader.fixed64()
      case .fixed64(LogField.LogRecord.observedTime): observedTime = try reader.fixed64()
      case .bytes(LogField.LogRecord.eventName): eventName = try reader.range()
      default: try reader.skip(tag)
      }
    }
    return nil
  }
}
