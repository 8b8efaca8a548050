/// The UTF-8 of a string that was written with escapes and has been checked (RFC 8259, section 7).
func decodedEscapes(_ text: UnsafeRawBufferPointer) -> [UInt8] {
  var decoded: [UInt8] = []
  decoded.reserveCapacity(text.count)
  var place = 0
  while place < text.count {
    guard text[place] == UInt8(ascii: "\\"), place + 1 < text.count else {
      decoded.append(text[place])
      place += 1
      continue
    }
    place += 2
    switch text[place - 1] {
    case UInt8(ascii: "b"): decoded.append(0x08)
    case UInt8(ascii: "f"): decoded.append(0x0C)
    case UInt8(ascii: "n"): decoded.append(0x0A)
    case UInt8(ascii: "r"): decoded.append(0x0D)
    case UInt8(ascii: "t"): decoded.append(0x09)
    case UInt8(ascii: "u"): decoded.append(contentsOf: scalar(in: text, at: &place).utf8)
    case let letter: decoded.append(letter)
    }
  }
  return decoded
}

/// Reads the digits behind `\u`, and those of a second escape that makes a surrogate pair with it.
private func scalar(in text: UnsafeRawBufferPointer, at place: inout Int) -> Unicode.Scalar {
  let first = codeUnit(in: text, at: place)
  place += 4
  if (0xD800...0xDBFF).contains(first), place + 6 <= text.count, text[place] == UInt8(ascii: "\\"),
    text[place + 1] == UInt8(ascii: "u")
  {
    let second = codeUnit(in: text, at: place + 2)
    if (0xDC00...0xDFFF).contains(second) {
      place += 6
      return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
    }
  }
  // A surrogate on its own is no scalar.
  return Unicode.Scalar(first) ?? "\u{FFFD}"
}

private func codeUnit(in text: UnsafeRawBufferPointer, at place: Int) -> UInt32 {
  text[place..<min(place + 4, text.count)].reduce(0) { $0 << 4 | (hexadecimalValue(of: $1) ?? 0) }
}

func hexadecimalValue(of byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 0x57
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 0x37
  default: nil
  }
}
