extension ExactDecimal {
  /// Whether this is `divisor` times a whole number. Nothing is a multiple of 0 but 0.
  ///
  /// With a × 10^i and b × 10^j the question is whether b divides a × 10^(i-j). Where i < j it
  /// does not: a would have to end in 0, and digits never do. Where i > j, powers of ten only
  /// help up to the largest power of 2 or 5 in b, so that the zeros never need writing out.
  func isMultiple(of divisor: ExactDecimal) -> Bool {
    if isZero { return true }
    if divisor.isZero || exponent < divisor.exponent { return false }
    // A number of n digits has no factor 2^k with k above 4n.
    let zeros = min(exponent - divisor.exponent, divisor.digits.count * 4)
    let dividend = digits + [UInt8](repeating: 0, count: zeros)
    if divisor.digits.count <= 18 {
      // Ten times the remainder stays below 10^19, which UInt64 holds.
      let small = divisor.digits.reduce(0 as UInt64) { $0 * 10 + UInt64($1) }
      return dividend.reduce(0 as UInt64) { ($0 * 10 + UInt64($1)) % small } == 0
    }
    return longRemainderIsZero(of: dividend, by: divisor.digits)
  }

  /// Long division by hand: one digit of the dividend comes down at a time, and the divisor is
  /// taken away at most nine times.
  private func longRemainderIsZero(of dividend: [UInt8], by divisor: [UInt8]) -> Bool {
    // One place more than the divisor, the highest digit first.
    let divisor = [0] + divisor
    var remainder = [UInt8](repeating: 0, count: divisor.count)
    for digit in dividend {
      remainder.removeFirst()
      remainder.append(digit)
      while !remainder.lexicographicallyPrecedes(divisor) { subtract(divisor, from: &remainder) }
    }
    return remainder.allSatisfy { $0 == 0 }
  }

  private func subtract(_ smaller: [UInt8], from larger: inout [UInt8]) {
    var borrow: UInt8 = 0
    for place in larger.indices.reversed() {
      let taken = smaller[place] + borrow
      borrow = larger[place] < taken ? 1 : 0
      larger[place] = larger[place] + borrow * 10 - taken
    }
  }
}
