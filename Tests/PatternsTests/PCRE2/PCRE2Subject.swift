/// A subject as pcre2test reads it from a line (pcre2test, "Subject modifiers" and the escapes
/// before it).
struct PCRE2Subject {
  var bytes: [UInt8] = []
  /// What stands behind `\=`.
  var modifiers = ""

  private var rest: ArraySlice<UInt8>
  private let isUTF: Bool

  /// Nil where the line holds what is not read here.
  init?(_ line: ArraySlice<UInt8>, isUTF: Bool, isLiteral: Bool) {
    rest = line
    self.isUTF = isUTF
    if isLiteral {
      bytes = Array(line)
      return
    }
    while let byte = rest.popFirst() {
      if byte != UInt8(ascii: "\\") {
        bytes.append(byte)
      } else if let escape = rest.popFirst() {
        if escape == UInt8(ascii: "=") {
          modifiers = String(decoding: rest.trimmed, as: UTF8.self)
          return
        }
        guard read(escape) else { return nil }
      }
    }
  }

  private mutating func read(_ escape: UInt8) -> Bool {
    switch escape {
    case UInt8(ascii: "a"): bytes.append(7)
    case UInt8(ascii: "b"): bytes.append(8)
    case UInt8(ascii: "e"): bytes.append(27)
    case UInt8(ascii: "f"): bytes.append(12)
    case UInt8(ascii: "n"): bytes.append(10)
    case UInt8(ascii: "r"): bytes.append(13)
    case UInt8(ascii: "t"): bytes.append(9)
    case UInt8(ascii: "v"): bytes.append(11)
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      rest = [escape] + rest
      return character(digits(upTo: 3, radix: 8))
    case UInt8(ascii: "x"):
      if rest.first == UInt8(ascii: "{") { return braced(radix: 16) }
      // One byte, in UTF mode too.
      guard let byte = UInt8(digits(upTo: 2, radix: 16), radix: 16) else { return false }
      bytes.append(byte)
    case UInt8(ascii: "o"): return braced(radix: 8)
    case UInt8(ascii: "["): return repetition()
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      return false
    default: bytes.append(escape)
    }
    return true
  }

  private mutating func digits(upTo most: Int, radix: Int) -> String {
    var text = ""
    while text.count < most, let byte = rest.first, Character(Unicode.Scalar(byte)).hexDigitValue ?? 99 < radix {
      text.unicodeScalars.append(Unicode.Scalar(byte))
      rest.removeFirst()
    }
    return text
  }

  private mutating func braced(radix: Int) -> Bool {
    guard rest.popFirst() == UInt8(ascii: "{") else { return false }
    let text = digits(upTo: 8, radix: radix)
    guard rest.popFirst() == UInt8(ascii: "}") else { return false }
    return character(text, radix: radix)
  }

  private mutating func character(_ text: String, radix: Int = 8) -> Bool {
    guard let value = UInt32(text, radix: radix) else { return false }
    if isUTF {
      guard let scalar = Unicode.Scalar(value) else { return false }
      bytes += Array(String(scalar).utf8)
    } else {
      guard let byte = UInt8(exactly: value) else { return false }
      bytes.append(byte)
    }
    return true
  }

  /// `\[text]{n}`
  private mutating func repetition() -> Bool {
    guard let close = rest.firstIndex(of: UInt8(ascii: "]")) else { return false }
    let text = rest[rest.startIndex..<close]
    rest = rest[(close + 1)...]
    guard rest.popFirst() == UInt8(ascii: "{"), !text.contains(UInt8(ascii: "\\")) else { return false }
    guard let count = Int(digits(upTo: 6, radix: 10)), rest.popFirst() == UInt8(ascii: "}") else { return false }
    for _ in 0..<count { bytes += text }
    return true
  }
}
