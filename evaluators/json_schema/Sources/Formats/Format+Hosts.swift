/// RFC 1123, section 2.1; a label that starts with `xn--` must stand for one of IDNA 2008 (RFC 5890).
func isHostname(_ bytes: Bytes) -> Bool {
  guard bytes.count <= 253, isDomain(bytes, allowsUnicode: false) else { return false }
  let text = String(decoding: bytes, as: UTF8.self)
  return areLabels(text.split(separator: ".", omittingEmptySubsequences: false))
}

/// RFC 5890, section 2.3.2.3; the full stops of East Asia part labels too.
func isInternationalHostname(_ text: String) -> Bool {
  guard text.utf8.count <= 1_024 else { return false }
  let labels = text.unicodeScalars.split(omittingEmptySubsequences: false) {
    "\u{2E}\u{3002}\u{FF0E}\u{FF61}".unicodeScalars.contains($0)
  }
  return areLabels(labels.map { Substring($0) })
}

private func areLabels(_ labels: [Substring]) -> Bool {
  var decoded: [[Unicode.Scalar]] = []
  var length = labels.count - 1
  for label in labels {
    guard let (scalars, count) = unicodeLabel(label) else { return false }
    length += count
    decoded.append(scalars)
  }
  guard length <= 253 else { return false }
  let isRightToLeft = decoded.joined().contains { [.right, .arabic, .arabicNumber].contains(Direction($0)) }
  return !isRightToLeft || decoded.allSatisfy(meetsBidiRule)
}

/// A label's scalars and its length in ASCII; nil if it is none.
private func unicodeLabel(_ label: Substring) -> (scalars: [Unicode.Scalar], length: Int)? {
  let scalars = Array(label.unicodeScalars)
  guard scalars.allSatisfy(\.isASCII) else {
    guard isUnicodeLabel(scalars), let encoded = Punycode.encode(scalars) else { return nil }
    return (scalars, encoded.utf8.count + 4)
  }
  guard Array(label.utf8).withUnsafeBytes({ isDomain($0[...], allowsUnicode: false) }) else { return nil }
  guard label.lowercased().hasPrefix("xn--") else { return (scalars, scalars.count) }
  guard let decoded = Punycode.decode(label.dropFirst(4)), !decoded.allSatisfy(\.isASCII), isUnicodeLabel(decoded),
    Punycode.encode(decoded)?.lowercased() == label.dropFirst(4).lowercased()
  else { return nil }
  return (decoded, scalars.count)
}

/// RFC 5891, section 4.2, without the rule on direction.
private func isUnicodeLabel(_ label: [Unicode.Scalar]) -> Bool {
  guard let first = label.first, first != "-", label.last != "-" else { return false }
  if label.count > 3, label[2] == "-", label[3] == "-" { return false }
  if [.nonspacingMark, .spacingMark, .enclosingMark].contains(first.properties.generalCategory) { return false }
  return label.indices.allSatisfy { isAllowed(label[$0]) || isAllowedInContext(label, at: $0) }
}

/// PVALID (RFC 5892, section 2), derived from the properties of this machine's Unicode.
private func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0xDF, 0x3C2, 0x6FD, 0x6FE, 0xF0B, 0x3007: return true
  case 0x640, 0x7FA, 0x302E, 0x302F, 0x3031...0x3035, 0x303B: return false
  // Old Hangul, of which syllables are made.
  case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: return false
  // Decided by what stands beside them.
  case 0x660...0x669, 0x6F0...0x6F9: return false
  case 0x2D, 0x30...0x39, 0x61...0x7A: return true
  default: break
  }
  let properties = scalar.properties
  if properties.changesWhenNFKCCaseFolded || properties.isDefaultIgnorableCodePoint || properties.isWhitespace {
    return false
  }
  switch properties.generalCategory {
  case .lowercaseLetter, .uppercaseLetter, .otherLetter, .modifierLetter, .nonspacingMark, .spacingMark,
    .decimalNumber:
    return true
  default: return false
  }
}

/// RFC 5892, appendix A.
private func isAllowedInContext(_ label: [Unicode.Scalar], at place: Int) -> Bool {
  let before = place > 0 ? label[place - 1] : nil
  let after = place + 1 < label.count ? label[place + 1] : nil
  switch label[place].value {
  case 0xB7: return before == "l" && after == "l"
  case 0x375: return after.map { (0x370...0x3FF).contains($0.value) || (0x1F00...0x1FFF).contains($0.value) } ?? false
  case 0x5F3, 0x5F4: return before.map { (0x591...0x5F4).contains($0.value) } ?? false
  case 0x30FB: return label.contains { isEastAsian($0) }
  case 0x660...0x669: return !label.contains { (0x6F0...0x6F9).contains($0.value) }
  case 0x6F0...0x6F9: return !label.contains { (0x660...0x669).contains($0.value) }
  case 0x200D: return before?.properties.canonicalCombiningClass == .virama
  case 0x200C:
    return before?.properties.canonicalCombiningClass == .virama
      || joins(label[..<place].reversed()) && joins(label[(place + 1)...])
  default: return false
  }
}

private func isEastAsian(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x3041...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0x3005, 0x3007, 0x3400...0x4DBF,
    0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x323AF:
    true
  default: false
  }
}

/// Whether the next letter, over marks, is of a script whose letters join; which of them do not
/// join on this side is not told apart.
private func joins(_ scalars: some Sequence<Unicode.Scalar>) -> Bool {
  let letter = scalars.first { $0.properties.generalCategory != .nonspacingMark }
  return letter.map { Direction($0) == .arabic || (0x1800...0x18AF).contains($0.value) } ?? false
}

/// The sort of a character in text of mixed direction (Unicode, annex 9), as coarse as the rule
/// for host names needs it and by blocks.
private enum Direction {
  case left, right, arabic, arabicNumber, europeanNumber, mark, neutral

  init(_ scalar: Unicode.Scalar) {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format:
      self = .mark
      return
    default: break
    }
    switch scalar.value {
    case 0x30...0x39, 0x6F0...0x6F9: self = .europeanNumber
    case 0x660...0x669, 0x10D30...0x10D39: self = .arabicNumber
    case 0x590...0x5FF, 0x7C0...0x85F, 0xFB1D...0xFB4F, 0x10800...0x10CFF, 0x1E800...0x1E95F: self = .right
    case 0x600...0x7BF, 0x860...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFF, 0x10D00...0x10FFF, 0x1EC70...0x1EEFF:
      self = .arabic
    case 0x2D, 0xB7, 0x30FB, 0x375: self = .neutral
    default: self = .left
    }
  }
}

/// RFC 5893, section 2.
private func meetsBidiRule(_ label: [Unicode.Scalar]) -> Bool {
  let directions = label.map { Direction($0) }
  let last = directions.last { $0 != .mark }
  switch directions.first {
  case .right, .arabic:
    return !directions.contains(.left) && last != .neutral
      && !(directions.contains(.arabicNumber) && directions.contains(.europeanNumber))
  case .left:
    return last != .neutral && directions.allSatisfy { $0 != .right && $0 != .arabic && $0 != .arabicNumber }
  default: return false
  }
}
