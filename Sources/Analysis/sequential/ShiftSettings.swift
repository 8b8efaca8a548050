package import CallModel

/// What a sequential rule is told: how often it may be wrong, and what it should find.
package struct ShiftSettings: Sendable, Hashable, Codable {
  /// What counts as usual.
  package enum Baseline: Sendable, Hashable, Codable {
    /// What was usual lately.
    ///
    /// - prior: the first guess, until something is known.
    case learned(prior: Double)
    /// At most this share may fail, whatever was usual: 0.05 for an objective of 95 %.
    case objective(failRatio: Double)
  }

  /// The mean time between false alarms of the whole rule, over all its scopes.
  package var falseAlarmEvery: Nanoseconds
  /// The shift worth an alarm, as a share of all verdicts: 0.02 for +2 percentage points.
  package var smallestShift: Double
  package var baseline: Baseline

  package init(
    falseAlarmEvery: Nanoseconds = .days(30), smallestShift: Double = 0.02,
    baseline: Baseline = .learned(prior: 0.05)
  ) {
    self.falseAlarmEvery = falseAlarmEvery
    self.smallestShift = smallestShift
    self.baseline = baseline
  }
}
