/// The lists of content that dialects send as one attribute an element and member, by the name
/// in front of the index.
enum ContentLists {
  private static let names: [(prefix: [UInt8], fact: Fact)] = Convention.all.flatMap(\.lists).map {
    (Array($0.name.utf8) + [UInt8(ascii: ".")], $0.fact)
  }

  /// The list that an attribute is an element of, and what follows the list's name; nil if it is
  /// of none. Lists that are read have an index there: `gen_ai.prompt.name` is no message.
  static func find(_ key: UnsafeRawBufferPointer) -> (fact: Fact, path: UnsafeRawBufferPointer)? {
    for (prefix, fact) in names where key.count > prefix.count {
      let head = UnsafeRawBufferPointer(rebasing: key.prefix(prefix.count))
      guard prefix.withUnsafeBytes({ $0.hasSameBytes(as: head) }) else { continue }
      let path = UnsafeRawBufferPointer(rebasing: key.dropFirst(prefix.count))
      if fact == .otherContent || (0x30...0x39).contains(path[0]) { return (fact, path) }
    }
    return nil
  }
}
