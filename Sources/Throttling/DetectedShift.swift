/// What a detector that has learned the usual level says with its alarm: how bad it is, and
/// against what. Without one the controller guesses from the window's numbers (`AlertSeverity`).
package struct DetectedShift: Hashable, Sendable {
  /// How many calls go wrong now (p_est), 0 to 1; for spend it is not looked at.
  package var estimate: Double
  /// How many do when all is well (p̂).
  package var healthy: Double
  /// How many are tolerated: the detector's null.
  package var tolerated: Double
  /// Latency only: a call that takes longer than this many seconds is slow.
  package var threshold: Double?
  /// Spend only: what the scope usually spends, in dollars an hour; see `ThrottlePolicy.Cap`.
  package var usualRate: Double?

  package init(
    estimate: Double, healthy: Double, tolerated: Double, threshold: Double? = nil, usualRate: Double? = nil
  ) {
    self.estimate = estimate
    self.healthy = healthy
    self.tolerated = tolerated
    self.threshold = threshold
    self.usualRate = usualRate
  }
}
