/// A cursor over the fields of one protobuf message, in place.
///
/// It allocates nothing and reads no byte outside its message. Offsets are counted from the
/// beginning of the whole batch, so that ranges found in a nested message hold for the batch.
/// Groups are refused: OTLP has none. (Protocol Buffers, Encoding.)
package struct ProtobufReader {
  let bytes: UnsafeRawBufferPointer
  private(set) var position: Int
  let end: Int

  /// The whole of a batch, of which at most 4 GiB are read.
  package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    position = 0
    end = min(bytes.count, Int(UInt32.max))
  }

  /// One message within a batch; the part of `range` that lies outside the batch is left out.
  package init(_ bytes: UnsafeRawBufferPointer, in range: Range<UInt32>) {
    self.bytes = bytes
    end = min(Int(range.upperBound), bytes.count)
    position = min(Int(range.lowerBound), end)
  }

  /// The next field, or nil at the end of the message.
  package mutating func next() throws(ProtobufError) -> ProtobufField? {
    guard let tag = try nextTag() else { return nil }
    let value: ProtobufField.Value
    switch tag.wire {
    case .varint: value = .varint(try varint())
    case .fixed64: value = .fixed64(try fixed64())
    case .bytes: value = .bytes(try range())
    case .fixed32: value = .fixed32(try fixed32())
    }
    return ProtobufField(number: tag.number, value: value)
  }
}

// What the readers of this module are made of. They are inlined, because a span has a hundred
// fields; a reader takes each field that it knows by number and wire type, and skips the others.
extension ProtobufReader {
  /// The tag of the next field, or nil at the end. Its value must be read or skipped next.
  @inline(__always) mutating func nextTag() throws(ProtobufError) -> ProtobufTag? {
    guard position < end else { return nil }
    let start = position
    let bits = try varint()
    guard let tag = ProtobufTag(bits) else { throw ProtobufError(invalidTag: bits, at: start) }
    return tag
  }

  /// Most numbers are one byte long, or two.
  @inline(__always) mutating func varint() throws(ProtobufError) -> UInt64 {
    if position < end {
      let first = bytes[position]
      if first < 0x80 {
        position &+= 1
        return UInt64(first)
      }
      if end &- position >= 2 {
        let second = bytes[position &+ 1]
        if second < 0x80 {
          position &+= 2
          return UInt64(first & 0x7f) | UInt64(second) << 7
        }
      }
    }
    let (value, end) = try Self.longVarint(bytes, from: position, to: end)
    position = end
    return value
  }

  /// The content of a string, bytes or message field.
  @inline(__always) mutating func range() throws(ProtobufError) -> Range<UInt32> {
    let start = position
    let length = try varint()
    guard length <= UInt64(truncatingIfNeeded: end &- position) else { throw ProtobufError(.length(length), at: start) }
    let lower = UInt32(truncatingIfNeeded: position)
    position &+= Int(truncatingIfNeeded: length)
    return Range(uncheckedBounds: (lower, UInt32(truncatingIfNeeded: position)))
  }

  @inline(__always) mutating func fixed64() throws(ProtobufError) -> UInt64 {
    guard end &- position >= 8 else { throw ProtobufError(.truncated, at: position) }
    defer { position &+= 8 }
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  @inline(__always) mutating func fixed32() throws(ProtobufError) -> UInt32 {
    guard end &- position >= 4 else { throw ProtobufError(.truncated, at: position) }
    defer { position &+= 4 }
    return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  @inline(__always) mutating func skip(_ tag: ProtobufTag) throws(ProtobufError) {
    switch tag.wire {
    case .varint: _ = try varint()
    case .fixed64: _ = try fixed64()
    case .bytes: _ = try range()
    case .fixed32: _ = try fixed32()
    }
  }

  /// A number of any length, and where it ends. It takes no reader, so that the compiler can keep
  /// readers in registers.
  @inline(never) private static func longVarint(
    _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int
  ) throws(ProtobufError) -> (value: UInt64, end: Int) {
    var position = start
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < end {
      let byte = bytes[position]
      position += 1
      // The tenth byte holds the 64th bit and nothing else.
      if shift == 63 && byte > 1 { throw ProtobufError(.varintOverflow, at: start) }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return (value, position) }
      shift += 7
    }
    throw ProtobufError(.truncated, at: start)
  }
}
