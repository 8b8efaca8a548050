internal import JSON

/// What stands before the fraction of a number; the other one may group digits.
enum DecimalMark: String, CaseIterable, Sendable {
  case point = "."
  case comma = ","

  /// The exact number that a text holds, and nothing else but white space around it; nil if it
  /// is none, or its groups of digits are not where groups stand.
  ///
  /// - A sign: `+`, `-` or `−`.
  /// - Decimal digits of any script, in groups if need be: the first of one to three, the last of
  ///   three, those between of three or two, with the same mark between all (a space of any width,
  ///   `'`, `’`, `_`, or the one of `.` and `,` that is not the decimal mark).
  /// - A fraction, an exponent (`e-3`). A decimal mark may also come first, or last.
  func number(in text: Substring) -> JSONNumber? {
    // Every number of JSON is one of ours, and most that are met are.
    if self == .point, let number = JSONNumber(text) { return number }
    var rest = text.unicodeScalars.drop(while: \.properties.isWhitespace)
    while let last = rest.last, last.properties.isWhitespace { rest.removeLast() }
    var literal = ""
    if let sign = rest.first, "+-−".unicodeScalars.contains(sign) {
      if sign != "+" { literal = "-" }
      rest.removeFirst()
    }
    guard let whole = wholeDigits(&rest) else { return nil }
    literal += whole.drop { $0 == "0" }.isEmpty ? "0" : String(whole.drop { $0 == "0" })
    var fraction = ""
    if let mark = rest.first, mark == self.scalar {
      rest.removeFirst()
      fraction = digits(&rest)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    if !fraction.isEmpty { literal += ".\(fraction)" }
    if let e = rest.first, e == "e" || e == "E" {
      rest.removeFirst()
      literal += "e"
      if let sign = rest.first, "+-−".unicodeScalars.contains(sign) {
        literal += sign == "+" ? "+" : "-"
        rest.removeFirst()
      }
      literal += digits(&rest)
    }
    return rest.isEmpty ? JSONNumber(literal) : nil
  }

  private var scalar: Unicode.Scalar { self == .point ? "." : "," }

  private func groups(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case ".", ",": scalar != self.scalar
    case "'", "’", "_": true
    default: scalar.properties.generalCategory == .spaceSeparator
    }
  }

  /// The digits before the fraction without what groups them; nil if a group has a wrong length.
  private func wholeDigits(_ rest: inout Substring.UnicodeScalarView) -> String? {
    var all = digits(&rest)
    var last = all.utf8.count
    guard last > 0, let mark = rest.first, groups(mark) else { return all }
    guard last <= 3 else { return nil }
    var isFirst = true
    while rest.first == mark {
      guard isFirst || last == 2 || last == 3 else { return nil }
      isFirst = false
      rest.removeFirst()
      let group = digits(&rest)
      last = group.utf8.count
      all += group
    }
    return last == 3 ? all : nil
  }

  /// The digits that come next, as ASCII.
  private func digits(_ rest: inout Substring.UnicodeScalarView) -> String {
    var digits = ""
    while let scalar = rest.first, let digit = decimalDigit(scalar) {
      digits.unicodeScalars.append(digit)
      rest.removeFirst()
    }
    return digits
  }
}

/// The ASCII digit for a decimal digit of any script.
private func decimalDigit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
  if ("0"..."9").contains(scalar) { return scalar }
  guard !scalar.isASCII, scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue
  else { return nil }
  return Unicode.Scalar(0x30 + UInt8(value))
}
