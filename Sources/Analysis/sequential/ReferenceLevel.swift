/// The level that a fail ratio is tested against, with the alternatives that are bet on.
///
/// Made once whenever the baseline is refreshed, so that an update by a verdict is a few
/// multiplications. It must be fixed before the verdict that it is used for is seen.
///
/// A verdict multiplies the evidence for alternative `p₁` by `p₁/q` if it failed and by
/// `(1−p₁)/(1−q)` if it passed: the bet `1 + λ(x−q)` with `λ = (p₁−q)/(q(1−q))`, whose mean is at
/// most 1 as long as fails are no likelier than `q` (Shin, Ramdas and Rinaldo, E-detectors, New
/// England Journal of Statistics in Data Science 2, 2023).
package struct ReferenceLevel: Sendable, Hashable {
  /// The usual fail ratio, 0 to 1.
  package let pHat: Double
  /// The highest fail ratio that counts as usual (above `pHat` by the margin): what the stated
  /// rate of false alarms is relative to.
  package let q: Double
  /// The fail ratios that are bet on; unused places hold `q`.
  let p1: SIMD8<Double>
  /// How new evidence is spread over the alternatives; adds up to 1.
  let omega: SIMD8<Double>
  let ifFailed: SIMD8<Double>
  let ifPassed: SIMD8<Double>

  /// How far the alternatives lie from the usual level, in smallest shifts. They must reach far:
  /// with the first one alone a jump to 20 % takes more than twice as many verdicts.
  static let offsets = SIMD8<Double>(1, 2, 4, 8, 16, 32, 0, 0)
  static let weights = SIMD8<Double>(0.30, 0.20, 0.15, 0.15, 0.10, 0.10, 0, 0)
  /// The farthest alternative, unless the level itself is that high.
  static let highest = 0.97
  /// Levels nearer to 0 or 1 than this are taken to be this near: a ratio of 0 would make one
  /// fail prove everything.
  static let leastRatio = 1e-5

  /// - Parameters:
  ///   - pHat: the usual fail ratio, 0 to 1.
  ///   - margin: how far above it is still usual; at least 0.
  ///   - smallestShift: the shift worth an alarm (delta), above 0.
  package init(pHat: Double, margin: Double, smallestShift delta: Double) {
    let usual = Self.bounded(pHat)
    let q = Self.bounded(usual + max(0, margin))
    let cap = max(Self.highest, (1 + q) / 2)
    var alternatives = SIMD8<Double>(repeating: q)
    for place in 0..<6 {
      let far = max(usual + delta * Self.offsets[place], q + delta / 2 * Self.offsets[place])
      alternatives[place] = min(cap, max(far, q))
    }
    self.init(pHat: usual, q: q, p1: alternatives, omega: Self.weights)
  }

  /// The level of an objective: at most this share may fail, whatever was usual so far.
  ///
  /// - Parameter failRatio: 1 − the objective: 0.05 for an objective of 95 %.
  package init(objective failRatio: Double, smallestShift delta: Double) {
    self.init(pHat: failRatio, margin: 0, smallestShift: delta)
  }

  /// The level of how often a latency exceeds one of its usual quantiles; alternatives are odds.
  ///
  /// - Parameter pHat: the usual share above the bound, 0 to 1.
  package init(exceedance pHat: Double) {
    let usual = Self.bounded(pHat)
    let odds = usual / (1 - usual)
    let q = odds * 1.15 / (1 + odds * 1.15)
    var alternatives = SIMD8<Double>(repeating: q)
    for (place, factor) in [1.6, 2.5, 5, 12, 40].enumerated() {
      alternatives[place] = odds * factor / (1 + odds * factor)
    }
    self.init(pHat: usual, q: q, p1: alternatives, omega: SIMD8(0.35, 0.25, 0.2, 0.1, 0.1, 0, 0, 0))
  }

  private init(pHat: Double, q: Double, p1: SIMD8<Double>, omega: SIMD8<Double>) {
    self.pHat = pHat
    self.q = q
    self.p1 = p1
    self.omega = omega
    ifFailed = p1 / q
    ifPassed = (1 - p1) / (1 - q)
  }

  private static func bounded(_ ratio: Double) -> Double {
    ratio > leastRatio ? min(ratio, 1 - leastRatio) : leastRatio
  }
}
