extension JSONReader {
  /// Reads a string from its opening quote to its closing one, and says how it is written.
  mutating func string() throws(JSONFault) -> JSONNode.Traits {
    position += 1
    let start = position
    var traits = skipPlainText()
    while true {
      guard position < bytes.count else { throw endsEarly("the end of a string") }
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { break }
      guard byte == UInt8(ascii: "\\") else {
        throw fault(.controlCharacter, "a control character in a string; write it as an escape")
      }
      try escape()
      traits.formUnion(skipPlainText())
      traits.insert(.hasEscapes)
    }
    // Escapes are ASCII, so that what is written shows whether what is meant is well-formed.
    if traits.contains(.hasNonASCII) { try checkUTF8(from: start) }
    position += 1
    return traits
  }

  /// Stops at a quote, a backslash, a control character or the end.
  @inline(__always)
  private mutating func skipPlainText() -> JSONNode.Traits {
    // Eight bytes at a time: a byte below 0x20, or equal to one of the two marks, borrows into
    // its top bit. Bytes above 0x7F may seem to match after a real match, never before one.
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    var place = position
    var seen: UInt64 = 0
    let end = bytes.count
    while place + 8 <= end {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let control = (word &- (ones &* 0x20)) & ~word
      let stops = (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | control) & tops
      if stops != 0 {
        let plain = stops.trailingZeroBitCount & ~7
        // Only what stands before the stop counts.
        seen |= word & ((1 as UInt64 &<< UInt64(plain)) &- 1)
        position = place + plain / 8
        return seen & tops != 0 ? .hasNonASCII : []
      }
      seen |= word
      place += 8
    }
    while place < end {
      let byte = bytes[place]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      seen |= UInt64(byte)
      place += 1
    }
    position = place
    return seen & tops != 0 ? .hasNonASCII : []
  }

  /// Strings that are not UTF-8 are refused (RFC 8259, section 8.1).
  private func checkUTF8(from start: Int) throws(JSONFault) {
    let text = UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: text.assumingMemoryBound(to: UInt8.self).span)
    } catch {
      throw JSONFault(
        kind: .invalidUTF8, offset: start + error.byteOffsets.lowerBound, reason: "a string that is not UTF-8")
    }
  }

  /// Steps over one escape, from its backslash on.
  private mutating func escape() throws(JSONFault) {
    guard position + 1 < bytes.count else { throw endsEarly("the end of an escape") }
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      guard position + 6 <= bytes.count else { throw endsEarly("four hexadecimal digits") }
      guard bytes[position + 2..<position + 6].allSatisfy({ hexadecimalValue(of: $0) != nil }) else {
        throw fault(.malformedEscape, "\\u takes four hexadecimal digits")
      }
      position += 6
    default:
      throw fault(.malformedEscape, "unknown escape; JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX")
    }
  }
}
