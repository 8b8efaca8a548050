/// The bytes of the character at a place; 1 for a byte that belongs to none (Unicode, table 3-7).
func characterLength(_ bytes: UnsafeMutableBufferPointer<UInt8>, at place: Int) -> Int {
  let lead = bytes[place]
  if lead < 0xC2 { return 1 }
  let rest = bytes.count - place
  func continues(_ offset: Int) -> Bool { bytes[place + offset] & 0xC0 == 0x80 }
  switch lead {
  case 0xC2...0xDF: return rest >= 2 && continues(1) ? 2 : 1
  case 0xE0...0xEF:
    guard rest >= 3, continues(1), continues(2) else { return 1 }
    let second = bytes[place + 1]
    if lead == 0xE0, second < 0xA0 { return 1 }
    if lead == 0xED, second > 0x9F { return 1 }
    return 3
  case 0xF0...0xF4:
    guard rest >= 4, continues(1), continues(2), continues(3) else { return 1 }
    let second = bytes[place + 1]
    if lead == 0xF0, second < 0x90 { return 1 }
    if lead == 0xF4, second > 0x8F { return 1 }
    return 4
  default: return 1
  }
}

/// How long what follows the backslashes of a JSON escape is, 1 or 5; nil if it is no escape
/// (RFC 8259, section 7).
@inline(__always)
func escapeLength(_ bytes: UnsafeMutableBufferPointer<UInt8>, letter: Int) -> Int? {
  guard letter < bytes.count else { return nil }
  switch bytes[letter] {
  case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "b"), UInt8(ascii: "f"),
    UInt8(ascii: "\""), UInt8(ascii: "/"):
    return 1
  case UInt8(ascii: "u"):
    guard bytes.count - letter >= 5 else { return nil }
    for place in (letter + 1)...(letter + 4) where !isHexDigit(bytes[place]) { return nil }
    return 5
  default: return nil
  }
}

@inline(__always) func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

@inline(__always) func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

@inline(__always) func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte == 0x5F }

@inline(__always) func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }

/// Of base 64 for URLs (RFC 4648, section 5).
@inline(__always) func isTokenByte(_ byte: UInt8) -> Bool { isWord(byte) || byte == UInt8(ascii: "-") }
