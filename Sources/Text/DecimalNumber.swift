/// An exact decimal: digits × 10^exponent, with at most 18 significant digits.
///
/// Equal values are equal here: the digits do not end with 0, and zero has exponent 0.
package struct DecimalNumber: Hashable, Sendable, CustomStringConvertible {
  private let digits: Int64
  private let exponent: Int

  /// Nil if the digits do not fit, or the exponent lies beyond ±300.
  init?(digits: Int64, exponent: Int) {
    guard digits.magnitude < 1_000_000_000_000_000_000, (-300...300).contains(exponent) else { return nil }
    var (digits, exponent) = (digits, digits == 0 ? 0 : exponent)
    while digits != 0, digits % 10 == 0 {
      digits /= 10
      exponent += 1
    }
    self.digits = digits
    self.exponent = exponent
  }

  /// Takes ASCII digits with at most one point among them: `1299.50`.
  init?(plain: some Sequence<UInt8>, isNegative: Bool = false) {
    var digits: Int64 = 0
    var exponent = 0
    var sawPoint = false
    for byte in plain {
      if byte == UInt8(ascii: ".") {
        if sawPoint { return nil }
        sawPoint = true
        continue
      }
      guard (0x30...0x39).contains(byte) else { return nil }
      // Zeros at the end of a fraction change nothing, however many they are.
      let (tens, tooLarge) = digits.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tens.addingReportingOverflow(Int64(byte) - 0x30)
      if tooLarge || overflow { return nil }
      digits = sum
      if sawPoint { exponent -= 1 }
    }
    self.init(digits: isNegative ? -digits : digits, exponent: exponent)
  }

  /// Nil if the product does not fit.
  func times(_ other: DecimalNumber) -> DecimalNumber? {
    let (product, overflow) = digits.multipliedReportingOverflow(by: other.digits)
    return overflow ? nil : DecimalNumber(digits: product, exponent: exponent + other.exponent)
  }

  /// The nearest binary number.
  package var double: Double { Double("\(digits)e\(exponent)") ?? 0 }

  /// Without an exponent where that is short: `1299.5`, `-0.04`, else `123e40`.
  package var description: String {
    guard (-20...20).contains(exponent) else { return "\(digits)e\(exponent)" }
    let sign = digits < 0 ? "-" : ""
    let written = "\(digits.magnitude)"
    if exponent >= 0 { return sign + written + String(repeating: "0", count: exponent) }
    let padded = String(repeating: "0", count: max(0, 1 - exponent - written.count)) + written
    return sign + padded.dropLast(-exponent) + "." + padded.suffix(-exponent)
  }
}
