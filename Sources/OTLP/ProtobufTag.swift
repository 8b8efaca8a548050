/// What stands before a field's value: its number and its wire type.
struct ProtobufTag: Hashable {
  /// How a value is written.
  enum Wire: UInt8 {
    case varint = 0
    case fixed64 = 1
    case bytes = 2
    case fixed32 = 5
  }

  private let bits: UInt32

  /// nil for a field number of 0 or above 2^29 - 1, for groups and for wire types that do not
  /// exist.
  @inline(__always) init?(_ bits: UInt64) {
    guard bits >= 8, bits <= UInt64(UInt32.max), Self.wires & 1 << (bits & 7) != 0 else { return nil }
    self.bits = UInt32(truncatingIfNeeded: bits)
  }

  /// The wire types 0, 1, 2 and 5, one bit each.
  private static var wires: UInt64 { 0b10_0111 }

  private init(_ number: UInt32, _ wire: Wire) { bits = number << 3 | UInt32(wire.rawValue) }

  @inline(__always) static func varint(_ number: UInt32) -> ProtobufTag { ProtobufTag(number, .varint) }
  @inline(__always) static func fixed64(_ number: UInt32) -> ProtobufTag { ProtobufTag(number, .fixed64) }
  @inline(__always) static func bytes(_ number: UInt32) -> ProtobufTag { ProtobufTag(number, .bytes) }

  var number: UInt32 { bits >> 3 }
  var wire: Wire { Wire(rawValue: UInt8(bits & 7)) ?? .varint }
}

extension ProtobufError {
  /// What is wrong with a number that is no tag.
  init(invalidTag bits: UInt64, at offset: Int) {
    switch bits & 7 {
    case _ where bits < 8 || bits > UInt64(UInt32.max): self.init(.fieldNumber(bits >> 3), at: offset)
    case 3, 4: self.init(.group, at: offset)
    default: self.init(.wireType(UInt8(bits & 7)), at: offset)
    }
  }
}
