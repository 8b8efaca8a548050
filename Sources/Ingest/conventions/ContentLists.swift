/// The lists of content that dialects send as one attribute an element and member, by the name
/// in front of the index.
enum ContentLists {
  private struct Entry {
    /// The first eight bytes of the prefix, which most keys do not share …
    var head: UInt64
    /// … and which of them it has.
    var mask: UInt64
    var prefix: [UInt8]
    var fact: Fact
  }

  private static let entries: [Entry] = Convention.all.flatMap(\.lists).map { list in
    let prefix = Array(list.name.utf8) + [UInt8(ascii: ".")]
    let mask = prefix.count >= 8 ? UInt64.max : (1 << UInt64(8 * prefix.count)) - 1
    return Entry(head: prefix.withUnsafeBytes(head), mask: mask, prefix: prefix, fact: list.fact)
  }

  /// The list that an attribute is an element of, and what follows the list's name; nil if it is
  /// of none. Lists that are read have an index there: `gen_ai.prompt.name` is no message.
  static func find(_ key: UnsafeRawBufferPointer) -> (fact: Fact, path: UnsafeRawBufferPointer)? {
    let head = head(of: key)
    let entries = entries
    for place in entries.indices where (head ^ entries[place].head) & entries[place].mask == 0 {
      let (prefix, fact) = (entries[place].prefix, entries[place].fact)
      guard key.count > prefix.count else { continue }
      let start = UnsafeRawBufferPointer(rebasing: key.prefix(prefix.count))
      guard prefix.withUnsafeBytes({ $0.hasSameBytes(as: start) }) else { continue }
      let path = UnsafeRawBufferPointer(rebasing: key.dropFirst(prefix.count))
      if fact == .otherContent || (0x30...0x39).contains(path[0]) { return (fact, path) }
    }
    return nil
  }

  /// The first eight bytes, the first of them lowest; a shorter key is filled up with zeros.
  private static func head(of key: UnsafeRawBufferPointer) -> UInt64 {
    if key.count >= 8 { return UInt64(littleEndian: key.loadUnaligned(as: UInt64.self)) }
    return key.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
