/// A regular expression of ECMA-262 in the syntax of PCRE2, where the two differ and PCRE2 cannot
/// be told (JSON Schema Core 2020-12, section 6.4).
enum ECMAPattern {
  /// `\s`, `\v`, long names of properties and pairs of surrogates are spelled out; all else is left.
  static func translated(_ source: String) -> String {
    guard source.utf8.contains(UInt8(ascii: "\\")) else { return source }
    var result = ""
    var rest = source[...]
    var isInClass = false
    while let character = rest.unicodeScalars.popFirst() {
      guard character == "\\" else {
        if character == "[" { isInClass = true }
        if character == "]" { isInClass = false }
        result.unicodeScalars.append(character)
        continue
      }
      guard let letter = rest.unicodeScalars.popFirst() else { return source }
      switch letter {
      case "v": result += "\\u000B"
      case "s": result += isInClass ? space : "[\(space)]"
      case "S" where !isInClass: result += "[^\(space)]"
      case "p", "P":
        result += "\\\(letter)"
        if let name = property(&rest) { result += "{\(name)}" }
      case "u":
        if let pair = surrogates(&rest) {
          result += "\\u{\(String(pair, radix: 16))}"
        } else {
          result += "\\u"
        }
      default: result += "\\\(letter)"
      }
    }
    return result
  }

  /// Whether a text is a regular expression of ECMA-262 with its flag `u`: as `translated`, but
  /// escapes without meaning and groups of other languages are errors.
  static func isStrict(_ source: String) -> Bool {
    var previous: Unicode.Scalar = " "
    var isEscaped = false
    var before: Unicode.Scalar = " "
    for scalar in source.unicodeScalars {
      if isEscaped {
        if !"^$\\.*+?()[]{}|/-dDsSwWbBfnrtvckuxpP0123456789".unicodeScalars.contains(scalar) { return false }
        isEscaped = false
        (before, previous) = (" ", " ")
        continue
      }
      if scalar == "\\" { isEscaped = true }
      if before == "(", previous == "?", !":=!<".unicodeScalars.contains(scalar) { return false }
      (before, previous) = (previous, scalar)
    }
    return !isEscaped
  }

  /// WhiteSpace and LineTerminator (ECMA-262, sections 12.2 and 12.3).
  private static let space =
    #"\t\n\u000B\f\r \u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\uFEFF"#

  /// `{Letter}` as `L`, `{Script=Greek}` as `Greek`; nil, with nothing taken, if it is short already.
  private static func property(_ rest: inout Substring) -> String? {
    guard rest.first == "{", let end = rest.firstIndex(of: "}") else { return nil }
    let written = rest[rest.index(after: rest.startIndex)..<end]
    let value = written.split(separator: "=").last.map(String.init) ?? ""
    guard let name = categories[value] ?? (written.contains("=") ? value : nil) else { return nil }
    rest = rest[rest.index(after: end)...]
    return name
  }

  private static func surrogates(_ rest: inout Substring) -> UInt32? {
    let text = rest.prefix(10)
    guard text.utf8.count == 10, text.dropFirst(4).hasPrefix("\\u"), let high = UInt32(text.prefix(4), radix: 16),
      let low = UInt32(text.suffix(4), radix: 16), (0xD800...0xDBFF).contains(high), (0xDC00...0xDFFF).contains(low)
    else { return nil }
    rest = rest.dropFirst(10)
    return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
  }

  /// The general categories by their long names (Unicode, PropertyValueAliases).
  private static let categories = [
    "Letter": "L", "Cased_Letter": "L&", "LC": "L&", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll",
    "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm", "Other_Letter": "Lo", "Mark": "M", "Combining_Mark": "M",
    "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me", "Number": "N", "Decimal_Number": "Nd",
    "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No", "Punctuation": "P", "punct": "P",
    "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps", "Close_Punctuation": "Pe",
    "Initial_Punctuation": "Pi", "Final_Punctuation": "Pf", "Other_Punctuation": "Po", "Symbol": "S",
    "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So", "Separator": "Z",
    "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp", "Other": "C", "Control": "Cc",
    "cntrl": "Cc", "Format": "Cf", "Surrogate": "Cs", "Private_Use": "Co", "Unassigned": "Cn",
  ]
}
