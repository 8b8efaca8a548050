/// What calls have used and cost together.
///
/// Counts and money are never negative, and saturate instead of trapping.
public struct SpendSums: Hashable, Sendable {
  public var calls: Int64 = 0
  /// Calls that failed.
  public var errors: Int64 = 0
  /// Calls whose price is unknown: they are in no sum of money.
  public var unpriced: Int64 = 0
  /// With what was read from and written to the provider's cache.
  public var input: Int64 = 0
  /// With reasoning.
  public var output: Int64 = 0
  public var cacheRead: Int64 = 0
  public var cacheWrite: Int64 = 0
  public var reasoning: Int64 = 0
  public var cost = NanoDollars.zero

  public init() {}

  /// Counts one call.
  public mutating func add(_ usage: TokenUsage, cost: NanoDollars?, failed: Bool) {
    calls.saturate(1)
    if failed { errors.saturate(1) }
    input.saturate(usage.input ?? 0)
    output.saturate(usage.output ?? 0)
    cacheRead.saturate(usage.cacheRead ?? 0)
    cacheWrite.saturate(usage.cacheWrite ?? 0)
    reasoning.saturate(usage.reasoning ?? 0)
    if let cost { self.cost.value.saturate(cost.value) } else { unpriced.saturate(1) }
  }

  public static func += (sums: inout Self, other: Self) {
    sums.calls.saturate(other.calls)
    sums.errors.saturate(other.errors)
    sums.unpriced.saturate(other.unpriced)
    sums.input.saturate(other.input)
    sums.output.saturate(other.output)
    sums.cacheRead.saturate(other.cacheRead)
    sums.cacheWrite.saturate(other.cacheWrite)
    sums.reasoning.saturate(other.reasoning)
    sums.cost.value.saturate(other.cost.value)
  }
}

/// The calls of one stretch of time and one combination of names, as the store sums them up.
public struct SpendRow: Hashable, Sendable {
  public var start: Nanoseconds
  /// Five minutes; of what is older an hour, then a day.
  public var width: Nanoseconds
  public var dimensions: Dimensions
  public var sums: SpendSums

  public init(start: Nanoseconds, width: Nanoseconds, dimensions: Dimensions, sums: SpendSums) {
    self.start = start
    self.width = width
    self.dimensions = dimensions
    self.sums = sums
  }
}

extension Int64 {
  /// Adds an amount that is not negative, up to the largest number; a negative one counts as none.
  fileprivate mutating func saturate(_ amount: Int64) {
    guard amount > 0 else { return }
    let (sum, overflow) = addingReportingOverflow(amount)
    self = overflow ? .max : sum
  }
}
