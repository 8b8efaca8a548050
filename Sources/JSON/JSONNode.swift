// Public, as little else in this room is: the compiler inlines only public code into other rooms,
// and a walk over a tape is nothing but these few lines again and again.

/// One value of a `JSONTape`, or the key of a member.
public struct JSONNode: Sendable {
  /// What a value is, in the bits of its type byte.
  public enum Kind {
    public static let null: UInt8 = 1 << 0
    public static let bool: UInt8 = 1 << 1
    public static let number: UInt8 = 1 << 2
    /// Beside `number`: written with nothing but a sign and digits.
    public static let plainInteger: UInt8 = 1 << 3
    public static let string: UInt8 = 1 << 4
    public static let array: UInt8 = 1 << 5
    public static let object: UInt8 = 1 << 6
  }

  /// What else is known of it.
  public struct Traits: OptionSet, Sendable {
    public let rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `true`, and not `false`.
    public static let isTrue = Traits(rawValue: 1 << 0)
    /// A string written with escapes.
    public static let hasEscapes = Traits(rawValue: 1 << 1)
    /// A string with bytes above 0x7F.
    public static let hasNonASCII = Traits(rawValue: 1 << 2)
    /// The key of a member.
    public static let isKey = Traits(rawValue: 1 << 3)
    /// A key that is written again later in its object, where the last counts.
    public static let isSuperseded = Traits(rawValue: 1 << 4)
    /// An object with keys that are superseded.
    public static let repeatsKeys = Traits(rawValue: 1 << 5)
  }

  /// Bytes of the text: of a string what stands between its quotes, of others all.
  public var start: UInt32
  public var end: UInt32
  /// The nodes that it takes up, its own among them.
  public var width: UInt32
  /// The elements of an array, the members of an object (those superseded too); of a key its hash.
  public var count: UInt32
  public var kind: UInt8
  public var traits: Traits

  /// The bytes of the whole value, the quotes of a string among them.
  var span: Range<Int> {
    kind == Kind.string ? Int(start) - 1..<Int(end) + 1 : Int(start)..<Int(end)
  }
}

/// A few bits of a key's bytes, to tell most keys apart without a look at the text.
///
/// It is no defence against keys made to collide: whoever trusts it must bound the work.
@inlinable public func jsonKeyHash(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
  let count = bytes.count
  var first: UInt64 = 0
  var last: UInt64 = 0
  if count >= 8 {
    first = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    last = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
  } else {
    for byte in bytes { first = first << 8 | UInt64(byte) }
  }
  let mixed = (first &* 0x9E37_79B9_7F4A_7C15) ^ (last &* 0xC2B2_AE3D_27D4_EB4F) ^ UInt64(truncatingIfNeeded: count)
  return UInt32(truncatingIfNeeded: mixed >> 32) ^ UInt32(truncatingIfNeeded: mixed)
}
