/// An amount of money in integer nano-dollars (10⁻⁹ US dollars).
///
/// Sums saturate instead of trapping: the largest amount is about nine billion dollars.
public struct NanoDollars: Hashable, Comparable, Sendable {
  public var value: Int64

  public init(_ value: Int64) { self.value = value }

  public static let zero = NanoDollars(0)

  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }

  public static func + (a: Self, b: Self) -> Self {
    let (sum, overflow) = a.value.addingReportingOverflow(b.value)
    return Self(overflow ? (a.value < 0 ? .min : .max) : sum)
  }

  public static func += (a: inout Self, b: Self) { a = a + b }

  /// The amount in dollars, for display and for Prometheus, never for arithmetic.
  public var dollars: Double { Double(value) / 1e9 }
}
