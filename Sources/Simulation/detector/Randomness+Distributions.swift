#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The distributions that the detector's worlds are made of.
extension Randomness {
  mutating func exponential() -> Double { -log(1 - unit()) }
  mutating func normal() -> Double { (-2 * log(1 - unit())).squareRoot() * cos(2 * Double.pi * unit()) }

  /// Gamma with a shape below or above 1 and mean `shape` (Marsaglia and Tsang, ACM Transactions on
  /// Mathematical Software 26, 2000).
  mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 { return gamma(shape + 1) * pow(1 - unit(), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
      if v > 0, log(1 - unit()) < 0.5 * x * x + d - d * v + d * log(v) { return d * v }
    }
  }

  mutating func poisson(_ mean: Double) -> Int {
    if mean > 60 { return max(0, Int((mean + mean.squareRoot() * normal()).rounded())) }
    var count = 0
    var left = exp(-mean)
    var product = unit()
    while product > left {
      count += 1
      product *= unit()
      left = max(left, 1e-300)
    }
    return count
  }
}

/// A point of the sine with period `period`.
func wave(_ position: Double, period: Double) -> Double { sin(2 * Double.pi * position / period) }
func raised(_ base: Double, to power: Double) -> Double { pow(base, power) }
