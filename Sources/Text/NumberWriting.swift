extension DecimalNumber {
  /// Reads a number as people write it, in ASCII and without a sign: `1,299.00`, `1.299,00`,
  /// `1'299`, `3,14`, `1e6`.
  ///
  /// A point or comma that stands once and before exactly three digits is ambiguous: a comma
  /// separates thousands then, a point decimals, as in English. Of two kinds the later one is
  /// the decimal mark. Nil for what is no number: `1.2.3`, `12,34,56`.
  init?(written: some StringProtocol, isNegative: Bool = false) {
    let bytes = Array(written.utf8)
    guard let first = bytes.first, let last = bytes.last, first.isDigit, last.isDigit else { return nil }
    if let mark = bytes.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
      let text = String(decoding: bytes[(mark + 1)...], as: UTF8.self)
      guard let power = Int(text), let number = DecimalNumber(plain: bytes[..<mark], isNegative: isNegative),
        let factor = DecimalNumber(digits: 1, exponent: max(-400, min(400, power))),
        let product = number.times(factor)
      else { return nil }
      self = product
      return
    }
    guard let plain = plainDigits(bytes) else { return nil }
    self.init(plain: plain, isNegative: isNegative)
  }
}

/// The digits with a point as decimal mark and without separators of thousands.
private func plainDigits(_ bytes: [UInt8]) -> [UInt8]? {
  let marks = bytes.indices.filter { !bytes[$0].isDigit }
  guard let last = marks.last else { return bytes }
  let kinds = Set(marks.map { bytes[$0] })
  guard kinds.isSubset(of: [UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "'")]) else { return nil }
  let behind = bytes.count - 1 - last
  let isDecimal: Bool
  if kinds.count > 2 {
    return nil
  } else if kinds.count == 2 {
    // The decimal mark stands once.
    if marks.filter({ bytes[$0] == bytes[last] }).count > 1 { return nil }
    isDecimal = true
  } else if marks.count > 1 || bytes[last] == UInt8(ascii: "'") {
    isDecimal = false
  } else {
    isDecimal = bytes[last] == UInt8(ascii: ".") || behind != 3
  }
  let whole = isDecimal ? bytes[..<last] : bytes[...]
  let groups = whole.split(omittingEmptySubsequences: false) { !$0.isDigit }
  if groups.count > 1 {
    guard let first = groups.first, (1...3).contains(first.count), groups.dropFirst().allSatisfy({ $0.count == 3 })
    else { return nil }
  }
  return Array(groups.joined()) + (isDecimal ? [UInt8(ascii: ".")] + bytes[(last + 1)...] : [])
}

extension UInt8 {
  fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
