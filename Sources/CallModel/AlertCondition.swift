/// How a rule judges its signal.
public enum AlertCondition: Hashable, Sendable {
  /// The value over one window is greater than `above`.
  case window
  /// Both windows of one of the SRE workbook's pairs burn the error budget of an objective faster
  /// than the pair allows (The Site Reliability Workbook, chapter 5, "Multiwindow, Multi-Burn-Rate
  /// Alerts").
  ///
  /// - Parameter objective: the share of calls that should be good, above 0 and below 1.
  case burnRate(objective: Double)
  /// A sequential test holds that the signal has shifted.
  case sequential(SequentialPolicy)
}

/// What a sequential test looks for, and how seldom it may be wrong.
public struct SequentialPolicy: Hashable, Sendable {
  public enum Baseline: Hashable, Sendable {
    /// What the signal was like lately.
    case learned
    /// The share of calls that should be good, above 0 and below 1: the rest is what is allowed.
    case objective(Double)
  }

  public var baseline: Baseline
  /// Ratios: how many percentage points, as a share, are worth an alert. Latencies, costs and
  /// tokens: how many times the usual.
  public var smallestShift: Double
  /// The mean time between two false alarms of the whole rule, over all its scopes.
  public var falseAlarmEvery: Nanoseconds

  public init(
    baseline: Baseline = .learned, smallestShift: Double = 0.02, falseAlarmEvery: Nanoseconds = .days(30)
  ) {
    self.baseline = baseline
    self.smallestShift = smallestShift
    self.falseAlarmEvery = falseAlarmEvery
  }
}
