package import CallModel

/// The level of the population's fail ratio where calls are judged with known probabilities: bets
/// `1 + f·(π_min/q)·(x − q)/π`, fair at `q` whatever the probabilities are (Waudby-Smith and others,
/// Anytime-valid off-policy inference, 2022).
///
/// It takes 2.5 to 7 times as many verdicts as a test for each stratum and is for what is asked of
/// all calls only.
package struct WeightedLevel: Sendable, Hashable {
  package let pHat: Double
  package let q: Double
  private let scaled: SIMD8<Double>
  private let least: Double

  static let bets = SIMD8<Double>(0.04, 0.12, 0.3, 0.55, 0.85, 0, 0, 0)
  static let omega = SIMD8<Double>(0.2, 0.2, 0.2, 0.2, 0.2, 0, 0, 0)

  /// - Parameter leastInclusion: the smallest probability of being judged that will occur, above 0.
  package init(pHat: Double, margin: Double, leastInclusion: Double) {
    let reference = ReferenceLevel(pHat: pHat, margin: margin, smallestShift: 0.02)
    self.pHat = reference.pHat
    q = reference.q
    least = min(1, max(leastInclusion, 1e-6))
    scaled = Self.bets * (least / reference.q)
  }

  /// What a verdict multiplies the evidence by; always above 0.
  ///
  /// - Parameter inclusion: known before the verdict; below `leastInclusion` it counts as that.
  func factors(failed: Bool, inclusion: Double) -> SIMD8<Double> {
    1 + scaled * (((failed ? 1 : 0) - q) / max(least, min(1, inclusion)))
  }
}

extension ShiftDetector {
  /// Counts a verdict of a call that was judged with a known probability.
  ///
  /// - Parameter inclusion: that probability, fixed before the verdict; above 0, at most 1.
  /// - Returns: an alarm, whose estimate is the plain mean of the run.
  package mutating func observe(
    failed: Bool, inclusion: Double, level: WeightedLevel, share: Double, falseAlarmEvery: Nanoseconds,
    at now: Nanoseconds
  ) -> ShiftAlarm? {
    prime(WeightedLevel.omega, share: share, falseAlarmEvery: falseAlarmEvery, at: now)
    multiply(by: level.factors(failed: failed, inclusion: inclusion))
    note(count: 1, sum: failed ? 1 : 0)
    guard total >= 1 else { return nil }
    let alarm = ShiftAlarm(
      at: now, estimate: run.mean ?? level.q, baseline: level.pHat, reference: level.q, run: run)
    reset()
    return alarm
  }
}
