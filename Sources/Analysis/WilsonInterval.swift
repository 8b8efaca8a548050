/// The 95 % score interval of a proportion (Wilson, Journal of the American Statistical
/// Association 22, 1927).
///
/// It stays inside 0 to 1 and says something sensible at 0 failures, where the usual
/// `p ± 1.96 σ` collapses to a point.
package struct WilsonInterval: Sendable {
  /// The 97.5 % quantile of the normal distribution.
  static let z = 1.959_963_984_540_054

  /// The ends of the interval, within 0 to 1.
  package let lower: Double
  package let upper: Double

  /// - Parameters:
  ///   - ratio: the proportion seen, 0 to 1.
  ///   - size: how many independent equal-weight samples the evidence is worth; above 0.
  package init(ratio: Double, size: Double) {
    let z2 = Self.z * Self.z
    let scale = 1 + z2 / size
    let middle = (ratio + z2 / (2 * size)) / scale
    let half = Self.z / scale * (ratio * (1 - ratio) / size + z2 / (4 * size * size)).squareRoot()
    lower = max(0, middle - half)
    upper = min(1, middle + half)
  }
}
