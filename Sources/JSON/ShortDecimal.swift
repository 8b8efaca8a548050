/// A number of few digits: `mantissa` / 10^`scale`, which takes few instructions to get and to
/// compare.
package struct ShortDecimal: Sendable {
  package let mantissa: Int64
  package let scale: Int

  /// Nil for a number with an exponent or with 18 characters or more.
  init?(_ literal: UnsafeRawBufferPointer) {
    guard literal.count < 18 else { return nil }
    var (mantissa, scale, isNegative, sawPoint) = (0 as Int64, 0, false, false)
    for byte in literal {
      switch byte {
      case 0x30...0x39:
        mantissa = mantissa &* 10 &+ Int64(byte &- 0x30)
        if sawPoint { scale &+= 1 }
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): sawPoint = true
      default: return nil
      }
    }
    self.mantissa = isNegative ? -mantissa : mantissa
    self.scale = scale
  }

  /// Below 0 if the left is the lesser, 0 if both are equal; nil where that takes large numbers.
  package static func order(_ left: ShortDecimal, _ right: ShortDecimal) -> Int? {
    guard let (left, right) = aligned(left, right) else { return nil }
    return left < right ? -1 : left == right ? 0 : 1
  }

  /// Whether this is `divisor` times a whole number; nil where that takes large numbers.
  package func isMultiple(of divisor: ShortDecimal) -> Bool? {
    guard let (value, divisor) = Self.aligned(self, divisor), divisor != 0 else { return nil }
    return value.isMultiple(of: divisor)
  }

  /// Both over the same power of ten.
  private static func aligned(_ left: ShortDecimal, _ right: ShortDecimal) -> (left: Int64, right: Int64)? {
    if left.scale == right.scale { return (left.mantissa, right.mantissa) }
    var (lower, missing) =
      left.scale < right.scale
      ? (left.mantissa, right.scale - left.scale) : (right.mantissa, left.scale - right.scale)
    while missing > 0 {
      let (product, overflow) = lower.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      (lower, missing) = (product, missing - 1)
    }
    return left.scale < right.scale ? (lower, right.mantissa) : (left.mantissa, lower)
  }
}
