internal import CallModel

/// The symbols that one decoder has lately looked up, so that the shared, locked table is hardly
/// touched.
///
/// A direct-mapped table: a name that falls on the place of another replaces it. Names that are
/// long, folded or ill-formed are not kept, so each of their look-ups reaches the shared table.
struct SymbolCache {
  private struct Place {
    var symbol = Symbol.none
    /// 0: free.
    var count = 0
  }

  private static let size = 256
  private static let longest = 64

  private let table: SymbolTable
  private let normalise: (@Sendable (String) -> String)?
  private var places = Array(repeating: Place(), count: size)
  private var text = [UInt8](repeating: 0, count: size * longest)

  /// A cache in front of `table`; `normalise` is applied to a name before it is interned.
  init(_ table: SymbolTable, normalise: (@Sendable (String) -> String)? = nil) {
    self.table = table
    self.normalise = normalise
  }

  /// The symbol of a name; an empty name is `Symbol.none`.
  mutating func symbol(_ name: UnsafeRawBufferPointer, _ repairs: inout Repairs) -> Symbol {
    if name.isEmpty { return .none }
    guard name.count <= Self.longest else { return lookUp(name, &repairs).symbol }
    let index = Self.index(name)
    if places[index].count == name.count {
      let isSame = text.withUnsafeBytes { text in
        let start = index * Self.longest
        return UnsafeRawBufferPointer(rebasing: text[start..<start + name.count]).hasSameBytes(as: name)
      }
      if isSame { return places[index].symbol }
    }
    let (symbol, isWellFormed) = lookUp(name, &repairs)
    if isWellFormed && symbol != .other {
      places[index] = Place(symbol: symbol, count: name.count)
      text.replaceSubrange(index * Self.longest..<index * Self.longest + name.count, with: name)
    }
    return symbol
  }

  private func lookUp(
    _ name: UnsafeRawBufferPointer, _ repairs: inout Repairs
  ) -> (symbol: Symbol, isWellFormed: Bool) {
    let cut = UnsafeRawBufferPointer(rebasing: name.prefix(name.characterBoundary(atMost: table.longest)))
    let wellFormed = String(validating: cut, as: UTF8.self)
    if wellFormed == nil { repairs.invalidNames += 1 }
    let text = wellFormed ?? String(decoding: cut, as: UTF8.self)
    return (table.intern(normalise?(text) ?? text), wellFormed != nil)
  }

  private static func index(_ name: UnsafeRawBufferPointer) -> Int {
    var hash = UInt64(name.count)
    var offset = 0
    while offset + 8 <= name.count {
      hash = (hash ^ name.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) &* 0x9e37_79b9_7f4a_7c15
      hash ^= hash >> 29
      offset += 8
    }
    for byte in name[offset...] { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    hash = hash &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: hash >> 56)
  }
}

extension UnsafeRawBufferPointer {
  /// The largest length of at most `limit` bytes that cuts no character of UTF-8 in two.
  func characterBoundary(atMost limit: Int) -> Int {
    guard count > limit else { return count }
    var end = limit
    while end > 0, limit - end < 4, self[end] & 0xc0 == 0x80 { end -= 1 }
    return end
  }
}
