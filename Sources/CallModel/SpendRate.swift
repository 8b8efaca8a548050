/// Money per time, as a rule states it: `$5/h`.
public struct SpendRate: Hashable, Sendable {
  public var amount: NanoDollars
  /// The time in which the amount may be spent; above 0.
  public var per: Nanoseconds

  public init(_ amount: NanoDollars, per: Nanoseconds) {
    self.amount = amount
    self.per = per
  }

  /// Whether this much within a window is more than the rate allows: spent · per > amount · window.
  ///
  /// Exact: the products are 128 bits wide, so nothing is rounded and nothing overflows.
  public func isExceeded(by spent: NanoDollars, in window: Nanoseconds) -> Bool {
    let left = spent.value.multipliedFullWidth(by: per)
    let right = amount.value.multipliedFullWidth(by: window)
    return left.high != right.high ? left.high > right.high : left.low > right.low
  }

  /// The rate in dollars an hour, for display and for estimates, never for a comparison of money.
  public var dollarsPerHour: Double { amount.dollars * Double(Nanoseconds.hours(1)) / Double(max(1, per)) }
}
