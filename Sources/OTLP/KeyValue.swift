/// An attribute, in place (`opentelemetry.proto.common.v1.KeyValue`).
package struct KeyValue: Equatable, Sendable {
  package var key: Range<UInt32>
  package var value: AnyValue

  package init(key: Range<UInt32>, value: AnyValue) {
    self.key = key
    self.value = value
  }

  /// Reads a `KeyValue` message.
  @inline(__always) package static func read(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>
  ) throws(ProtobufError) -> KeyValue {
    if let attribute = readUsual(bytes, range) { return attribute }
    return try readAny(bytes, range)
  }

  /// Reads an attribute whose fields come in any order and number.
  @inline(never) private static func readAny(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<UInt32>
  ) throws(ProtobufError) -> KeyValue {
    var reader = ProtobufReader(bytes, in: range)
    var attribute = KeyValue(key: 0..<0, value: .empty)
    while let tag = try reader.nextTag() {
      switch tag {
      case .bytes(1): attribute.key = try reader.range()
      case .bytes(2): attribute.value = try AnyValue.read(bytes, try reader.range(), over: attribute.value)
      default: try reader.skip(tag)
      }
    }
    return attribute
  }
}
