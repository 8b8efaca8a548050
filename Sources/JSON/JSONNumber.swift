/// A JSON number, kept as the text it was written with, so that no digit is lost.
///
/// Equality and order follow the exact decimal value: `1.0 == 1e0`, and
/// `0.1 + 2^-60` would not equal `0.1`. Exponents of more than 18 digits are refused when a
/// number is read (RFC 8259, section 6, allows limits), and no operation ever writes a power
/// of ten out: `1e400000000` costs what its eleven characters cost.
package struct JSONNumber: Sendable {
  static let longestExponent = 18

  /// The number as it was written: `-1.50e3`.
  package let literal: String

  /// Takes a text that is known to be a number.
  init(checked literal: String) { self.literal = literal }

  /// Nil if the text is no JSON number.
  package init?(_ literal: some StringProtocol) {
    var text = String(literal)
    let isNumber = text.withUTF8 { bytes -> Bool in
      guard let first = bytes.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return false }
      var reader = JSONReader(UnsafeRawBufferPointer(bytes), from: 0, maxDepth: 0)
      return (try? reader.number()) != nil && reader.position == bytes.count
    }
    guard isNumber else { return nil }
    self.literal = text
  }

  /// A whole number of any width.
  package init(_ value: some BinaryInteger) { literal = String(value) }

  /// The shortest text that reads back as the same number; nil for infinities and NaN.
  package init?(_ value: Double) {
    guard value.isFinite else { return nil }
    literal = value.description
  }

  /// The value, if it is whole and fits: `1e3` is 1000.
  package var int64: Int64? {
    if isPlainInteger { return Int64(literal) }
    return decimal.int64
  }

  /// The nearest double; infinite where the number is too large for one.
  package var double: Double { Double(literal) ?? .nan }

  /// Whether the value is whole, however it is written: `1.0` and `1e3` are.
  package var isInteger: Bool { isPlainInteger || decimal.isInteger }

  /// Whether this is `divisor` times a whole number, exactly. Nothing is a multiple of 0 but 0.
  package func isMultiple(of divisor: JSONNumber) -> Bool { decimal.isMultiple(of: divisor.decimal) }

  /// Written with nothing but a sign and digits.
  private var isPlainInteger: Bool {
    literal.utf8.allSatisfy { $0 == UInt8(ascii: "-") || (0x30...0x39).contains($0) }
  }

  /// In few digits, where it has no more.
  package var shortDecimal: ShortDecimal? {
    var literal = literal
    return literal.withUTF8 { ShortDecimal(UnsafeRawBufferPointer($0)) }
  }

  /// Below 0 if the left is the lesser, 0 if both are equal; nil where that takes large numbers.
  private static func quickOrder(_ left: JSONNumber, _ right: JSONNumber) -> Int? {
    guard let a = left.shortDecimal, let b = right.shortDecimal else { return nil }
    return ShortDecimal.order(a, b)
  }

  private var decimal: ExactDecimal { ExactDecimal(literal) }
}

extension JSONNumber: Comparable, Hashable {
  package static func == (left: JSONNumber, right: JSONNumber) -> Bool {
    if left.literal.hasSameBytes(as: right.literal) { return true }
    if let order = quickOrder(left, right) { return order == 0 }
    return left.decimal == right.decimal
  }

  package static func < (left: JSONNumber, right: JSONNumber) -> Bool {
    if let order = quickOrder(left, right) { return order < 0 }
    return left.decimal < right.decimal
  }

  package func hash(into hasher: inout Hasher) { decimal.hash(into: &hasher) }
}

extension JSONNumber: CustomStringConvertible {
  package var description: String { literal }
}
