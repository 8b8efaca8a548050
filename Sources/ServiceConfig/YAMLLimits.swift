/// How large a configuration file may be.
///
/// A file that asks for more than these is refused with a sentence instead of being worked on.
enum YAMLLimits {
  /// Bytes of text.
  static let size = 1 << 20
  /// Values after aliases have been replaced by what they stand for.
  static let values = 100_000
  /// Maps and lists inside each other.
  static let depth = 64
  /// Keys of one map.
  static let entries = 10_000
  /// Keys written twice that are reported before reading is given up.
  static let duplicates = 20
  /// Bytes that are read in all when a file is read again for each such key.
  static let rereading = 4 << 20
}

/// Whether a text may contain an alias and also a key that is a list or a map.
///
/// The parser compares keys in full to find duplicates, so that a key that is a nest of aliases
/// costs it exponential time. Neither is of use in a configuration file together with the
/// other. May say yes where both only seem to be there; never says no where they are.
func mixesAliasesWithComplexKeys(_ text: String) -> Bool {
  let bytes = Array(text.utf8)
  let anchors = names(after: UInt8(ascii: "&"), in: bytes)
  if anchors.isEmpty { return false }
  let aliases = names(after: UInt8(ascii: "*"), in: bytes)
  return !anchors.isDisjoint(with: aliases) && mayHaveComplexKey(bytes)
}

private func names(after sign: UInt8, in bytes: [UInt8]) -> Set<[UInt8]> {
  var result: Set<[UInt8]> = []
  var place = 0
  while place < bytes.count {
    let begins = bytes[place] == sign && (place == 0 || separates(bytes[place - 1]))
    place += 1
    guard begins else { continue }
    let name = Array(bytes[place...].prefix(while: isNameByte))
    place += name.count
    if !name.isEmpty { result.insert(name) }
  }
  return result
}

/// `? key`, `[a, b]: value`, `{a: b}: value` and `*alias : value`.
private func mayHaveComplexKey(_ bytes: [UInt8]) -> Bool {
  for (place, byte) in bytes.enumerated() {
    switch byte {
    case UInt8(ascii: "?"):
      if place == 0 || separates(bytes[place - 1]) { return true }
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      if firstBeyondBlanks(bytes, place + 1) == UInt8(ascii: ":") { return true }
    case UInt8(ascii: "*"):
      let name = bytes[(place + 1)...].prefix(while: isNameByte)
      if !name.isEmpty, firstBeyondBlanks(bytes, name.endIndex) == UInt8(ascii: ":") { return true }
    default: break
    }
  }
  return false
}

private func firstBeyondBlanks(_ bytes: [UInt8], _ start: Int) -> UInt8? {
  bytes[start...].first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
}

private func separates(_ byte: UInt8) -> Bool {
  byte <= 0x20 || byte >= 0x80 || ",[]{}:-?!&*".utf8.contains(byte)
}

private func isNameByte(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
}
