/// The exact value of a JSON number: ± digits × 10^exponent.
///
/// There is one form for each value: the digits neither start nor end with 0, and zero has
/// none.
struct ExactDecimal: Hashable {
  let isNegative: Bool
  /// The significant digits as numbers 0...9.
  let digits: [UInt8]
  /// Of the last digit. Literals have at most 18 digits of exponent, so that sums with a
  /// length in memory cannot overflow.
  let exponent: Int

  /// Takes the text of a number that has been checked.
  init(_ literal: String) {
    var digits: [UInt8] = []
    digits.reserveCapacity(literal.utf8.count)
    var fraction = 0
    var written = 0
    var sawPoint = false
    var sawExponent = false
    var exponentIsNegative = false
    var isNegative = false
    for byte in literal.utf8 {
      switch byte {
      case UInt8(ascii: "-"):
        if sawExponent { exponentIsNegative = true } else { isNegative = true }
      case UInt8(ascii: "."): sawPoint = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"): sawExponent = true
      case UInt8(ascii: "+"): break
      default:
        let digit = byte &- 0x30
        if sawExponent {
          written = written &* 10 &+ Int(digit)
        } else {
          if sawPoint { fraction += 1 }
          if digit != 0 || !digits.isEmpty { digits.append(digit) }
        }
      }
    }
    var exponent = (exponentIsNegative ? -written : written) - fraction
    while digits.last == 0 {
      digits.removeLast()
      exponent += 1
    }
    self.digits = digits
    self.exponent = digits.isEmpty ? 0 : exponent
    self.isNegative = isNegative && !digits.isEmpty
  }

  var isZero: Bool { digits.isEmpty }

  var isInteger: Bool { exponent >= 0 }

  /// The value, if it is whole and fits.
  var int64: Int64? {
    // No more than 19 digits fit.
    guard isInteger, digits.count + min(exponent, 20) <= 19 else { return nil }
    var value: Int64 = 0
    for digit in digits + [UInt8](repeating: 0, count: exponent) {
      let (scaled, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) =
        isNegative
        ? scaled.subtractingReportingOverflow(Int64(digit)) : scaled.addingReportingOverflow(Int64(digit))
      if tooLarge || overflow { return nil }
      value = sum
    }
    return value
  }
}

extension ExactDecimal: Comparable {
  static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative
      ? right.magnitudePrecedes(left) : left.magnitudePrecedes(right)
  }

  private func magnitudePrecedes(_ other: ExactDecimal) -> Bool {
    if isZero || other.isZero { return isZero && !other.isZero }
    // The power of ten of the first digit decides; else the first digit that differs does.
    let (mine, others) = (exponent + digits.count, other.exponent + other.digits.count)
    return mine != others ? mine < others : digits.lexicographicallyPrecedes(other.digits)
  }
}
