/// A protobuf message being written: its fields, without a length before them (Protocol Buffers,
/// encoding).
///
/// A field is written even if it has its default value: of `optional` ones it matters which
/// are there.
struct ProtobufMessage {
  private(set) var bytes: [UInt8] = []

  mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends the bare value of a `sint32` or `sint64`.
  mutating func append(zigzag value: Int64) {
    append(varint: UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  mutating func append(_ field: UInt64, uint value: UInt64) {
    append(varint: field << 3)
    append(varint: value)
  }

  mutating func append(_ field: UInt64, sint value: Int64) {
    append(varint: field << 3)
    append(zigzag: value)
  }

  mutating func append(_ field: UInt64, double value: Double) {
    append(varint: field << 3 | 1)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ field: UInt64, text: String) {
    append(varint: field << 3 | 2)
    append(varint: UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// Appends sixteen digits a word as text.
  mutating func append(_ field: UInt64, hexadecimal words: [UInt64]) {
    append(varint: field << 3 | 2)
    append(varint: UInt64(words.count) * 16)
    for word in words { bytes.append(hexadecimal: word) }
  }

  /// Appends an embedded message, or packed numbers.
  mutating func append(_ field: UInt64, _ content: (inout ProtobufMessage) -> Void) {
    append(varint: field << 3 | 2)
    append(delimited: content)
  }

  /// Appends a message with its length before it.
  mutating func append(delimited content: (inout ProtobufMessage) -> Void) {
    let place = bytes.count
    bytes.append(0)
    content(&self)
    // Most messages are so short that their length has the one byte left for it.
    let length = UInt64(bytes.count - place - 1)
    if length < 0x80 {
      bytes[place] = UInt8(length)
      return
    }
    var prefix = ProtobufMessage()
    prefix.append(varint: length)
    bytes.replaceSubrange(place...place, with: prefix.bytes)
  }
}
