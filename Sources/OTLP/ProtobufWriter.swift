/// Writes one protobuf message, field by field, in the order of the calls.
///
/// Scalars are written even where they hold their default value; leave the call out to leave
/// the field out.
package struct ProtobufWriter {
  /// What has been written.
  package private(set) var bytes: [UInt8] = []

  package init() {}

  /// A field of type uint64, uint32, bool or an enum.
  package mutating func varint(_ number: UInt32, _ value: UInt64) {
    tag(number, wire: 0)
    appendVarint(value)
  }

  /// A field of type int64 or int32: two's complement, not zigzag.
  package mutating func int(_ number: UInt32, _ value: Int64) {
    varint(number, UInt64(bitPattern: value))
  }

  /// A field of type sint32: zigzag, so that small negative numbers are short.
  package mutating func sint(_ number: UInt32, _ value: Int32) {
    varint(number, UInt64(UInt32(bitPattern: value << 1 ^ value >> 31)))
  }

  /// A field of type fixed64.
  package mutating func fixed64(_ number: UInt32, _ value: UInt64) {
    tag(number, wire: 1)
    appendLittleEndian(value)
  }

  /// A field of type fixed32.
  package mutating func fixed32(_ number: UInt32, _ value: UInt32) {
    tag(number, wire: 5)
    appendLittleEndian(value)
  }

  /// A field of type double.
  package mutating func double(_ number: UInt32, _ value: Double) {
    fixed64(number, value.bitPattern)
  }

  /// A field of type string, in UTF-8.
  package mutating func string(_ number: UInt32, _ value: String) {
    bytes(number, value.utf8)
  }

  /// A field of type bytes, or a message that is already encoded.
  package mutating func bytes(_ number: UInt32, _ value: some Collection<UInt8>) {
    tag(number, wire: 2)
    appendVarint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  /// A nested message, whose fields `write` adds.
  package mutating func message<Failure: Error>(
    _ number: UInt32, _ write: (inout ProtobufWriter) throws(Failure) -> Void
  ) throws(Failure) {
    tag(number, wire: 2)
    let start = bytes.count
    try write(&self)
    // The length is known only now; it is put in front of what was written.
    var length = ProtobufWriter()
    length.appendVarint(UInt64(bytes.count - start))
    bytes.insert(contentsOf: length.bytes, at: start)
  }

  fileprivate mutating func append(varint value: UInt64) { appendVarint(value) }
  fileprivate mutating func append(fixed64 value: UInt64) { appendLittleEndian(value) }

  private mutating func tag(_ number: UInt32, wire: UInt64) {
    appendVarint(UInt64(number) << 3 | wire)
  }

  mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

/// The numbers of a packed repeated field, which are written as one `bytes` field.
package struct PackedNumbers {
  private var writer = ProtobufWriter()

  package init() {}

  /// What has been written.
  package var bytes: [UInt8] { writer.bytes }

  /// A number of type uint64.
  package mutating func varint(_ value: UInt64) { writer.append(varint: value) }

  /// A number of type fixed64, or the bits of a double.
  package mutating func fixed64(_ value: UInt64) { writer.append(fixed64: value) }
}
