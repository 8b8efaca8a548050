package import CallModel

/// A sequential test's finding that a signal is above its level.
package struct ShiftAlarm: Sendable, Hashable, Codable {
  package var at: Nanoseconds
  /// How high the signal seems to be now: the alternatives, weighted by their evidence. A share
  /// for ratios, a multiple of the level for values.
  package var estimate: Double
  /// The usual level that it is compared with.
  package var baseline: Double
  /// The highest level that would have counted as usual.
  package var reference: Double
  /// What the finding rests on.
  package var run: EvidenceRun
}

/// What came in since the evidence was last negligible (less than an hour's priming): the
/// numbers to show beside an alarm, not part of the test.
package struct EvidenceRun: Sendable, Hashable, Codable {
  package var since: Nanoseconds = 0
  /// How many verdicts, or other units that are bet on, came.
  package var count = 0
  /// The sum of what failed of them, or of their values.
  package var sum = 0.0

  /// The plain mean; nil before the first.
  package var mean: Double? { count > 0 ? sum / Double(count) : nil }
}
