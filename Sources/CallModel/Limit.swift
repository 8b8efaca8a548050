/// How much may be asked for in a time, as a configuration states it under `limits:`.
public struct LimitRule: Hashable, Sendable {
  public enum Unit: String, Hashable, Sendable, CaseIterable {
    case requests
    /// Input and output together.
    case tokens
  }

  public var name: String
  /// How many; above zero.
  public var amount: Int64
  public var unit: Unit
  /// In any stretch of this length; one second to 24 hours.
  public var window: Nanoseconds
  /// One account for each combination of these dimensions' values. A call that lacks one of
  /// them is in no account of this limit.
  public var by: [Dimension]
  /// Which calls it holds.
  public var on: Scope
  public var mode: Enforcement

  public init(
    name: String, amount: Int64, unit: Unit, window: Nanoseconds, by: [Dimension] = [], on: Scope = .everything,
    mode: Enforcement = .enforce
  ) {
    self.name = name
    self.amount = amount
    self.unit = unit
    self.window = window
    self.by = by
    self.on = on
    self.mode = mode
  }
}
