/// A sum of non-negative integers that neither rounds nor overflows.
///
/// One absurd value from the network would pin a saturating sum at its limit for ever; here
/// later values still show. 2⁶⁴ additions of the largest `Int64` fit.
struct Total: Sendable {
  private(set) var value: Int128 = 0

  /// Adds an amount; a negative one is not counted, since counters never fall.
  mutating func add(_ amount: Int64) {
    if amount > 0 { value &+= Int128(amount) }
  }

  /// Adds a known amount and makes the total known; an unknown amount changes nothing.
  static func add(_ amount: Int64?, to total: inout Total?) {
    guard let amount, amount >= 0 else { return }
    var sum = total ?? Total()
    sum.add(amount)
    total = sum
  }

  /// The sum in a larger unit, for display only.
  func divided(by unit: Double) -> Double {
    // Converting 128 bits takes ten times as long as converting 64, and few sums need them.
    (Int64(exactly: value).map { Double($0) } ?? Double(value)) / unit
  }
}
