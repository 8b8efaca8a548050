/// The writing system of a letter; only those that this plugin tells apart.
enum Script: Int, CaseIterable, Sendable {
  case latin, cyrillic, greek, hebrew, arabic, devanagari, bengali, tamil, thai, georgian, armenian
  case han, kana, hangul

  /// By Unicode blocks; nil for digits, signs, marks that many scripts share, and all other scripts.
  init?(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x24F, 0x1E00...0x1EFF: self = .latin
    case 0x370...0x3FF, 0x1F00...0x1FFF: self = .greek
    case 0x400...0x52F: self = .cyrillic
    case 0x531...0x587: self = .armenian
    case 0x5D0...0x5F2: self = .hebrew
    case 0x620...0x64A, 0x66E...0x6D3, 0x750...0x77F: self = .arabic
    case 0x900...0x963, 0x970...0x97F: self = .devanagari
    case 0x980...0x9E3: self = .bengali
    case 0xB80...0xBE5: self = .tamil
    case 0xE01...0xE4D: self = .thai
    case 0x10A0...0x10FF: self = .georgian
    case 0x1100...0x11FF, 0xAC00...0xD7A3: self = .hangul
    case 0x3041...0x30FA, 0x31F0...0x31FF: self = .kana
    case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x20000...0x3134F: self = .han
    default: return nil
    }
  }

  /// The language of a text in this script alone, where there is one to think of first.
  var language: WrittenLanguage? {
    switch self {
    case .latin, .cyrillic, .arabic: nil
    case .greek: .greek
    case .hebrew: .hebrew
    case .devanagari: .hindi
    case .bengali: .bengali
    case .tamil: .tamil
    case .thai: .thai
    case .georgian: .georgian
    case .armenian: .armenian
    case .han: .chinese
    case .kana: .japanese
    case .hangul: .korean
    }
  }
}
