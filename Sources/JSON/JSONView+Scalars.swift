internal import Glibc

extension JSONView {
  /// The bytes between the quotes of a string that was written without escapes; nil for others.
  @inlinable public func plainBytes(_ string: Index) -> UnsafeRawBufferPointer? {
    let node = nodes[string]
    if node.traits.contains(.hasEscapes) { return nil }
    return UnsafeRawBufferPointer(rebasing: text[Int(node.start)..<Int(node.end)])
  }

  /// Lends the UTF-8 of a string, its escapes decoded.
  @inlinable public func withUTF8<Answer>(
    _ string: Index, _ body: (UnsafeRawBufferPointer) -> Answer
  ) -> Answer {
    if let plain = plainBytes(string) { return body(plain) }
    return decoded(string).withUnsafeBytes(body)
  }

  /// A string of its own.
  package func string(_ string: Index) -> String {
    withUTF8(string) { String(decoding: $0, as: UTF8.self) }
  }

  /// The code points of a string.
  package func codePointCount(_ string: Index) -> Int {
    if nodes[string].traits.isDisjoint(with: [.hasEscapes, .hasNonASCII]) { return byteCount(string) }
    return withUTF8(string) { bytes in
      bytes.reduce(into: 0) { count, byte in count += byte & 0xC0 == 0x80 ? 0 : 1 }
    }
  }

  /// The bytes that a string was written with: at most six for one of its UTF-8, at least one.
  @inlinable public func byteCount(_ string: Index) -> Int { Int(nodes[string].end - nodes[string].start) }

  /// Whether a string was written with escapes.
  @inlinable public func hasEscapes(_ string: Index) -> Bool { nodes[string].traits.contains(.hasEscapes) }

  /// Whether a string holds these bytes of UTF-8.
  @inlinable public func equals(_ string: Index, _ bytes: [UInt8]) -> Bool {
    equals(string, bytes, from: 0, to: bytes.count)
  }

  /// Whether a string holds the bytes of UTF-8 from one place to another.
  @inlinable public func equals(_ string: Index, _ bytes: [UInt8], from start: Int, to end: Int) -> Bool {
    if hasEscapes(string) { return decoded(string)[...] == bytes[start..<end] }
    return byteCount(string) == end - start && sameBytes(Int(nodes[string].start), bytes, start, end - start)
  }

  /// Whether two strings hold the same code points.
  package func areEqual(strings left: Index, _ right: Index) -> Bool {
    withUTF8(left) { left in
      withUTF8(right) { right in
        guard left.count == right.count, let a = left.baseAddress, let b = right.baseAddress else {
          return left.count == right.count
        }
        return memcmp(a, b, left.count) == 0
      }
    }
  }

  /// A number of its own.
  package func number(_ number: Index) -> JSONNumber {
    let literal = UnsafeRawBufferPointer(rebasing: text[nodes[number].span])
    return JSONNumber(checked: String(decoding: literal, as: UTF8.self))
  }

  /// A number as few digits over a power of ten, where it is one.
  package func shortDecimal(_ number: Index) -> ShortDecimal? {
    ShortDecimal(UnsafeRawBufferPointer(rebasing: text[nodes[number].span]))
  }

  @usableFromInline func sameBytes(_ place: Int, _ bytes: [UInt8], _ start: Int, _ count: Int) -> Bool {
    bytes.withUnsafeBytes { bytes in
      guard let a = text.baseAddress, let b = bytes.baseAddress else { return true }
      return memcmp(a + place, b + start, count) == 0
    }
  }

  @usableFromInline func decoded(_ string: Index) -> [UInt8] {
    let node = nodes[string]
    return decodedEscapes(UnsafeRawBufferPointer(rebasing: text[Int(node.start)..<Int(node.end)]))
  }
}
