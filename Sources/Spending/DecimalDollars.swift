package import CallModel

extension NanoDollars {
  /// The exact amount of a decimal number of dollars: `2.50`, `$0.003625`, `30`.
  ///
  /// Nil for anything that is not digits with at most one point and nine decimals, for an
  /// exponent or a sign, and for more than nine billion dollars: nothing is ever rounded.
  package init?(decimal written: some StringProtocol) {
    var digits = Substring(written)
    if digits.first == "$" { digits.removeFirst() }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    if parts.count == 2, fraction.isEmpty { return nil }
    guard fraction.utf8.count <= 9 else { return nil }
    let padded = whole + fraction + String(repeating: "0", count: 9 - fraction.utf8.count)
    guard padded.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    guard let value = Int64(padded) else { return nil }
    self.init(value)
  }
}
