/// A table from attribute names, as bytes, to facts.
///
/// Most attributes of most spans are not in it, so a look-up reads the key's length and sixteen
/// of its bytes before it compares anything.
struct AttributeNames: Sendable {
  struct Match {
    var fact: Fact
    var rank: UInt8
    /// The place of the name in the table's list of them.
    fileprivate var name: UInt16 = 0
  }

  private struct Slot {
    /// Never 0 in a slot that is taken.
    var hash: UInt64 = 0
    var offset: Int32 = 0
    var count: Int32 = 0
    var match = Match(fact: .operation, rank: 0)
  }

  private var slots: [Slot]
  private var text: [UInt8] = []
  private var names: [String] = []

  static let span = AttributeNames(Convention.all.flatMap(\.span))
  static let resource = AttributeNames(Convention.all.flatMap(\.resource))

  init(_ names: [Convention.Name]) {
    // A power of two with at least three free slots for each taken one.
    var size = 16
    while size < names.count * 4 { size *= 2 }
    slots = Array(repeating: Slot(), count: size)
    for name in names { insert(name) }
  }

  private mutating func insert(_ name: Convention.Name) {
    let bytes = Array(name.name.utf8)
    let hash = bytes.withUnsafeBytes(Self.hash)
    var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
    while slots[place].hash != 0 { place = (place + 1) & (slots.count - 1) }
    slots[place] = Slot(
      hash: hash, offset: Int32(text.count), count: Int32(bytes.count),
      match: Match(fact: name.fact, rank: name.rank, name: UInt16(clamping: names.count)))
    text.append(contentsOf: bytes)
    names.append(name.name)
  }

  /// The key that was found, without making another string of it.
  func name(of match: Match) -> String { names[Int(match.name)] }

  /// What a key says; nil if no dialect names it.
  func find(_ key: UnsafeRawBufferPointer) -> Match? {
    let hash = Self.hash(key)
    return slots.withUnsafeBufferPointer { slots in
      var place = Int(truncatingIfNeeded: hash) & (slots.count - 1)
      while slots[place].hash != 0 {
        if slots[place].hash == hash && isName(of: slots[place], key) { return slots[place].match }
        place = (place + 1) & (slots.count - 1)
      }
      return nil
    }
  }

  private func isName(of slot: Slot, _ key: UnsafeRawBufferPointer) -> Bool {
    guard key.count == Int(slot.count) else { return false }
    return text.withUnsafeBytes { text in
      UnsafeRawBufferPointer(rebasing: text[Int(slot.offset)..<Int(slot.offset) + key.count]).hasSameBytes(as: key)
    }
  }

  /// A hash of the length, the last eight bytes and eight in the middle. Two names of a dialect
  /// differ there; a sender that makes others collide gains nothing, because bytes are compared.
  private static func hash(_ key: UnsafeRawBufferPointer) -> UInt64 {
    let count = key.count
    var words: (UInt64, UInt64) = (0, 0)
    if count >= 8 {
      words.0 = key.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      words.1 = key.loadUnaligned(fromByteOffset: (count - 8) / 2, as: UInt64.self)
    } else {
      for byte in key { words.0 = words.0 << 8 | UInt64(byte) }
    }
    let mixed = (words.0 ^ (words.1 << 23 | words.1 >> 41) ^ UInt64(count)) &* 0x9e37_79b9_7f4a_7c15
    return (mixed ^ mixed >> 32) | 1 << 63
  }
}
