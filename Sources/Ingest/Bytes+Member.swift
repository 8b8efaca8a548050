extension UnsafeRawBufferPointer {
  /// The text that a member has in the first object of a JSON list, or in the object itself;
  /// empty if there is none. Escapes are not resolved.
  func firstText(_ name: StaticString) -> UnsafeRawBufferPointer {
    let value = firstMember(name)
    guard value.first == UInt8(ascii: "\"") else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(rebasing: string(from: value.startIndex))
  }

  /// Whether that member is `true`.
  func firstMemberIsTrue(_ name: StaticString) -> Bool {
    UnsafeRawBufferPointer(rebasing: firstMember(name).prefix(4)).equals("true")
  }

  /// The bytes from the member's value on.
  ///
  /// It runs over the bytes once, builds nothing, and leaves the checking of JSON to those who
  /// read the content.
  private func firstMember(_ name: StaticString) -> Slice<UnsafeRawBufferPointer> {
    let nothing = self[count...]
    var depth = 0
    var home: Int?
    var position = 0
    while position < count {
      switch self[position] {
      case UInt8(ascii: "{"):
        depth += 1
        if home == nil { home = depth }
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        if depth == home { return nothing }
        depth -= 1
      case UInt8(ascii: "\""):
        let text = string(from: position)
        position = text.endIndex
        guard depth == home, UnsafeRawBufferPointer(rebasing: text).equals(name) else { break }
        let rest = dropFirst(position + 1).drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
        guard rest.first == UInt8(ascii: ":") else { break }
        return rest.dropFirst().drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
      default: break
      }
      position += 1
    }
    return nothing
  }

  /// The inside of the string whose quote stands at `start`; it ends where the next one stands.
  private func string(from start: Int) -> Slice<UnsafeRawBufferPointer> {
    var end = start + 1
    while end < count, self[end] != UInt8(ascii: "\"") {
      end += self[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return self[start + 1..<Swift.min(end, count)]
  }
}
