extension JSONParser {
  /// Reads a string from its opening quote to its closing one.
  mutating func string() throws(JSONFault) -> String {
    position += 1
    let start = position
    lastStringHadEscapes = false
    sawNonASCII = false
    skipPlainText()
    guard position < bytes.count else { throw endsEarly("the end of a string") }
    guard bytes[position] == UInt8(ascii: "\"") else { return try escapedString(from: start) }
    let text = try decode(UnsafeRawBufferPointer(rebasing: bytes[start..<position]), at: start)
    position += 1
    return text
  }

  /// Goes on at the first backslash (or control character) of a string.
  private mutating func escapedString(from start: Int) throws(JSONFault) -> String {
    lastStringHadEscapes = true
    var decoded = [UInt8](bytes[start..<position])
    while true {
      guard position < bytes.count else { throw endsEarly("the end of a string") }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = try decoded.withUnsafeBytes { decoded in
          Result { () throws(JSONFault) in try decode(decoded, at: start) }
        }.get()
        position += 1
        return text
      case UInt8(ascii: "\\"):
        try escape(into: &decoded)
      case 0..<0x20:
        throw fault(.controlCharacter, "a control character in a string; write it as an escape")
      default:
        let from = position
        skipPlainText()
        decoded.append(contentsOf: bytes[from..<position])
      }
    }
  }

  /// Stops at a quote, a backslash, a control character or the end.
  private mutating func skipPlainText() {
    // Eight bytes at a time: a byte below 0x20, or equal to one of the two marks, borrows into
    // its top bit. Bytes above 0x7F may seem to match after a real match, never before one.
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    while position + 8 <= bytes.count {
      let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      let control = (word &- (ones &* 0x20)) & ~word
      let stops = (((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | control) & tops
      if stops != 0 {
        let plain = stops.trailingZeroBitCount / 8
        if word & tops & ~(UInt64.max << (8 * UInt64(plain))) != 0 { sawNonASCII = true }
        position += plain
        return
      }
      if word & tops != 0 { sawNonASCII = true }
      position += 8
    }
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { return }
      if byte >= 0x80 { sawNonASCII = true }
      position += 1
    }
  }

  /// Strings that are not UTF-8 are refused (RFC 8259, section 8.1).
  private func decode(_ text: UnsafeRawBufferPointer, at start: Int) throws(JSONFault) -> String {
    if !sawNonASCII { return String(decoding: text, as: UTF8.self) }
    do throws(UTF8.ValidationError) {
      return String(copying: try UTF8Span(validating: text.assumingMemoryBound(to: UInt8.self).span))
    } catch {
      // After an escape the bytes no longer lie where they were read.
      let place = start + (lastStringHadEscapes ? 0 : error.byteOffsets.lowerBound)
      throw JSONFault(kind: .invalidUTF8, offset: place, reason: "a string that is not UTF-8")
    }
  }

  /// Reads one escape, from its backslash on.
  private mutating func escape(into decoded: inout [UInt8]) throws(JSONFault) {
    guard position + 1 < bytes.count else { throw endsEarly("the end of an escape") }
    let letter = bytes[position + 1]
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): decoded.append(letter)
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"):
      let scalar = try unicodeEscape()
      if !scalar.isASCII { sawNonASCII = true }
      decoded.append(contentsOf: scalar.utf8)
      return
    default:
      throw fault(.malformedEscape, "unknown escape; JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX")
    }
    position += 2
  }

  /// Reads `\uXXXX`, or two of them that make a surrogate pair (RFC 8259, section 7).
  private mutating func unicodeEscape() throws(JSONFault) -> Unicode.Scalar {
    let first = try codeUnit()
    let isLeading = (0xD800...0xDBFF).contains(first)
    if isLeading, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      let beforeSecond = position
      let second = try codeUnit()
      if (0xDC00...0xDFFF).contains(second) {
        let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
      }
      position = beforeSecond
    }
    // A surrogate on its own is no scalar.
    return Unicode.Scalar(first) ?? "\u{FFFD}"
  }

  private mutating func codeUnit() throws(JSONFault) -> UInt32 {
    guard position + 6 <= bytes.count else { throw endsEarly("four hexadecimal digits") }
    var value: UInt32 = 0
    for place in position + 2..<position + 6 {
      guard let digit = hexadecimalValue(of: bytes[place]) else {
        throw fault(.malformedEscape, "\\u takes four hexadecimal digits")
      }
      value = value << 4 | digit
    }
    position += 6
    return value
  }
}

private func hexadecimalValue(of byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 0x57
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 0x37
  default: nil
  }
}
