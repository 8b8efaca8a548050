extension JSONReader {
  /// Reads a number, `-? int frac? exp?` (RFC 8259, section 6), and returns its kind.
  mutating func number() throws(JSONFault) -> UInt8 {
    let start = position
    var kind = JSONNode.Kind.number | JSONNode.Kind.plainInteger
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let integer = position
    try digits("a digit")
    if bytes[integer] == UInt8(ascii: "0"), position > integer + 1 {
      position = integer
      throw fault(.malformedNumber, "a number must not start with 0 and go on")
    }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      kind = JSONNode.Kind.number
      position += 1
      try digits("a digit after the decimal point")
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      kind = JSONNode.Kind.number
      position += 1
      if position < bytes.count, bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      let exponent = position
      try digits("a digit in the exponent")
      let significant = bytes[exponent..<position].drop { $0 == UInt8(ascii: "0") }.count
      guard significant <= JSONNumber.longestExponent else {
        position = start
        throw fault(.malformedNumber, "an exponent of more than \(JSONNumber.longestExponent) digits")
      }
    }
    return kind
  }

  @inline(__always)
  private mutating func digits(_ expected: String) throws(JSONFault) {
    let start = position
    while position < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[position]) { position += 1 }
    guard position > start else {
      throw position < bytes.count
        ? fault(.malformedNumber, "expected \(expected), found \(found)") : endsEarly(expected)
    }
  }

  /// Reads `true`, `false` or `null`.
  mutating func literal(_ word: StaticString) throws(JSONFault) {
    let length = word.utf8CodeUnitCount
    for place in 0..<length {
      guard position + place < bytes.count else {
        position = bytes.count
        throw endsEarly("'\(word)'")
      }
      guard bytes[position + place] == word.utf8Start[place] else { throw unexpected("a value") }
    }
    position += length
  }

  @inline(__always)
  mutating func skipWhitespace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position += 1
    }
  }

  // MARK: Faults

  func fault(_ kind: JSONError.Kind, _ reason: String) -> JSONFault {
    JSONFault(kind: kind, offset: position, reason: reason)
  }

  func unexpected(_ expected: String) -> JSONFault {
    fault(.unexpectedCharacter, "expected \(expected), found \(found)")
  }

  func endsEarly(_ expected: String) -> JSONFault {
    JSONFault(kind: .endsEarly, offset: bytes.count, reason: "the text ends where \(expected) should come")
  }

  /// The character that was found, for a person.
  private var found: String {
    let byte = bytes[position]
    if byte == UInt8(ascii: "'") { return "\"'\"" }
    if (0x21...0x7E).contains(byte) { return "'\(Character(Unicode.Scalar(byte)))'" }
    if byte < 0x80 { return "character U+00" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
    let rest = bytes[position...].prefix(4)
    return String(decoding: rest, as: UTF8.self).first.map { "'\($0)'" } ?? "nothing"
  }
}
