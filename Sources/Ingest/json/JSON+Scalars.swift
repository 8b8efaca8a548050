internal import JSON

// How the JSON mapping of protobuf writes scalars (Protocol Buffers, ProtoJSON Format), read
// liberally: every number may also come as a string. nil: the value does not fit.
extension JSON {
  /// A whole number within the bounds of its type; `1e3` and `2.0` are whole.
  func integer<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number? {
    guard let text = numericText, text.utf8.first != UInt8(ascii: "+") else { return nil }
    if let number = Number(text) { return number }
    return JSONNumber(text)?.int64.flatMap(Number.init(exactly:))
  }

  /// A double; a literal beyond its range is refused.
  var protobufDouble: Double? {
    guard let text = numericText else { return nil }
    if let number = JSONNumber(text)?.double { return number.isFinite ? number : nil }
    return switch text {
    case "NaN": .nan
    case "Infinity": .infinity
    case "-Infinity": -.infinity
    default: nil
    }
  }

  private var numericText: String? {
    switch self {
    case .number(let number): number.literal
    case .string(let text): text
    default: nil
    }
  }
}

extension String {
  /// The bytes of pairs of hex digits, upper or lower case. What is not hex throughout gives no
  /// bytes at all, so that it can never pass for an id by what is left of it.
  var hexBytes: [UInt8] {
    guard utf8.count.isMultiple(of: 2) else { return [] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count / 2)
    var high: UInt8?
    for letter in utf8 {
      let digit: UInt8
      switch letter {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = letter - 0x30
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = letter - 0x57
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = letter - 0x37
      default: return []
      }
      if let first = high {
        bytes.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return bytes
  }

  /// The bytes of base64 in either alphabet, padded or not (RFC 4648, sections 4 and 5).
  var base64Bytes: [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count / 4 * 3 + 2)
    var bits: UInt32 = 0
    var digits = 0
    var padding = 0
    for letter in utf8 {
      if letter == UInt8(ascii: "=") {
        padding += 1
        continue
      }
      guard padding == 0, let digit = base64Digit(letter) else { return nil }
      bits = bits << 6 | digit
      digits += 1
      if digits.isMultiple(of: 4) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
        bytes.append(UInt8(truncatingIfNeeded: bits >> 8))
        bytes.append(UInt8(truncatingIfNeeded: bits))
      }
    }
    let rest = digits % 4
    guard rest != 1, padding == 0 || padding == (4 - rest) % 4 else { return nil }
    if rest >= 2 { bytes.append(UInt8(truncatingIfNeeded: bits >> (rest == 2 ? 4 : 10))) }
    if rest == 3 { bytes.append(UInt8(truncatingIfNeeded: bits >> 2)) }
    return bytes
  }
}

private func base64Digit(_ letter: UInt8) -> UInt32? {
  switch letter {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter) - 65
  case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter) - 97 + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter) - 48 + 52
  case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
  case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
  default: nil
  }
}
