#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A seeded source of randomness (splitmix64; Steele, Lea, Flood, OOPSLA 2014): every run of a
/// world with the same seed is the same.
package struct Randomness: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed &* 0x9e37_79b9_7f4a_7c15 &+ 1 }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Evenly in 0..<1.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  package mutating func happens(_ probability: Double) -> Bool { unit() < probability }

  /// Exponential with a mean.
  package mutating func exponential(_ mean: Double) -> Double { -log(1 - unit()) * mean }

  /// Log-normal by its median and σ.
  package mutating func logNormal(median: Double, sigma: Double) -> Double {
    let normal = (-2 * log(1 - unit())).squareRoot() * cos(2 * Double.pi * unit())
    return median * exp(sigma * normal)
  }
}

/// The cosine of a daily cycle that is lowest at midnight, −1 to 1.
func swing(at hours: Double) -> Double { -cos(hours / 24 * 2 * Double.pi) }

/// `e` to the power of a number.
func exponential(_ value: Double) -> Double { exp(value) }
