extension Unicode.Scalar {
  /// This as plain letters and digits where it is another form of them; nil where it is not.
  ///
  /// The part of Unicode's compatibility mapping (NFKC) that answers are met with, for which the
  /// standard library has no tables: full-width forms, digits of every script, superscripts,
  /// ligatures, typographic spaces, dashes and quotation marks. Half-width katakana, circled
  /// letters and mathematical alphabets stay as they are. Nothing stands for what is invisible.
  var compatibilityFold: String? {
    if isASCII { return nil }
    switch value {
    case 0xFF01...0xFF5E: return Unicode.Scalar(value - 0xFF01 + 0x21).map(String.init)
    case 0xFB00...0xFB06: return ligatures[Int(value - 0xFB00)]
    case 0x2010...0x2015, 0x2212: return "-"
    case 0x2018...0x201B: return "'"
    case 0x201C...0x201F: return "\""
    case 0xB2, 0xB3, 0xB9, 0x2070, 0x2074...0x2079, 0x2080...0x2089: return digit
    case 0xB5: return "\u{3BC}"
    case 0x2103: return "°C"
    case 0x2109: return "°F"
    case 0x2044: return "/"
    case 0x2026: return "..."
    default: break
    }
    switch properties.generalCategory {
    case .decimalNumber: return digit
    // The joiners and direction marks; a soft hyphen.
    case .format: return ""
    default: return nil
    }
  }

  private var digit: String? {
    properties.numericValue.flatMap { Int(exactly: $0) }.map { String($0) }
  }
}

private let ligatures = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"]
