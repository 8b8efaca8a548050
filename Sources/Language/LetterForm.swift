/// What a code point is to the tokeniser, typographic variants taken for plain ones.
enum LetterForm {
  static func plain(_ value: UInt32) -> UInt32 {
    if value < 0x80 { return value }
    switch value {
    case 0x2018, 0x2019, 0x201B, 0x02BC, 0xB4: return 0x27
    case 0x201C, 0x201D, 0x201E, 0xAB, 0xBB: return 0x22
    case 0x2010...0x2015, 0x2212: return 0x2D
    case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return 0x20
    case 0x2028, 0x2029, 0x85: return 0x0A
    case 0x3002, 0xFF0E: return 0x2E
    case 0xFF01: return 0x21
    case 0xFF1F: return 0x3F
    case 0x2026: return 0x2E
    default: return value
    }
  }

  static func isDigit(_ value: UInt32) -> Bool { value &- 0x30 < 10 }
  static func isLower(_ value: UInt32) -> Bool {
    value < 0x80 ? value &- 0x61 < 26 : Unicode.Scalar(value)?.properties.isLowercase ?? false
  }
  static func isUpper(_ value: UInt32) -> Bool {
    value < 0x80 ? value &- 0x41 < 26 : Unicode.Scalar(value)?.properties.isUppercase ?? false
  }
  static func isSpace(_ value: UInt32) -> Bool { value == 0x20 || (value >= 9 && value <= 13) }
  static func isStop(_ value: UInt32) -> Bool { value == 0x2E || value == 0x21 || value == 0x3F }

  static func isLetter(_ value: UInt32) -> Bool {
    if value < 0x80 { return (value | 0x20) &- 0x61 < 26 }
    guard let properties = Unicode.Scalar(value)?.properties else { return false }
    if properties.isAlphabetic { return true }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: return true
    default: return false
    }
  }

  /// Letters of scripts that put no spaces between words.
  static func isUnspaced(_ value: UInt32) -> Bool {
    switch value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x3040...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xF900...0xFAFF, 0xFF66...0xFF9D, 0x20000...0x323AF:
      true
    default: false
    }
  }

  static func isLatin(_ value: UInt32) -> Bool {
    value < 0x250 || (0x1E00...0x1EFF).contains(value) || (0x300...0x36F).contains(value)
  }

  /// Appends a letter in lower case, Latin ones without their accents, as UTF-8.
  static func append(_ value: UInt32, to letters: inout [UInt8]) {
    if value < 0x80 {
      letters.append(UInt8(truncatingIfNeeded: value &- 0x41 < 26 ? value | 0x20 : value))
    } else if value >= 0xC0, value < 0x180 {
      letters.append(contentsOf: unaccented[Int(value) - 0xC0])
    } else if (0x300...0x36F).contains(value) {
      return
    } else if let scalar = Unicode.Scalar(value) {
      letters.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
    }
  }

  /// U+00C0 to U+017F without accents; `.` stands for itself in lower case.
  private static let unaccented: [[UInt8]] = {
    let plain =
      "aaaaaa.ceeeeiiii.nooooo.ouuuuy..aaaaaa.ceeeeiiii.nooooo.ouuuuy.y"
      + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkk.llllllllllnnnnnnn..oooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
    return plain.utf8.enumerated().map { index, byte in
      if byte != 0x2E { return [byte] }
      let scalar = Unicode.Scalar(UInt32(0xC0 + index))
      return scalar.map { Array($0.properties.lowercaseMapping.utf8) } ?? []
    }
  }()
}
