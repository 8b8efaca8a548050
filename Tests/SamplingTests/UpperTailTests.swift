import CallModel
import Testing

@testable import Sampling

@Suite struct UpperTailTests {
  /// Exponential values: their upper tail is heavy enough to fill several buckets.
  private func exponential(_ numbers: inout Numbers, mean: Double) -> Int64 {
    // Minus the logarithm of a uniform number, by its series of halvings: no C library needed.
    var u = Double.random(in: 0x1p-40..<1, using: &numbers)
    var result = 0.0
    while u < 0.5 {
      u *= 2
      result += 0.693_147_180_559_945_3
    }
    let x = (1 - u) / (1 + u)
    result += 2 * (x + x * x * x / 3 + x * x * x * x * x / 5)
    return Int64(result * mean)
  }

  @Test func nothingIsAboveBeforeTheWarmUp() {
    let tail = TailStream()
    for i in 0..<Int64(UpperTail.warmUp) { #expect(!tail.isAbove(1 << (i % 60))) }
  }

  @Test func aboutOnePercentIsAboveForEver() {
    var numbers = Numbers(seed: 1)
    let tail = TailStream()
    var shares: [Double] = []
    for _ in 0..<4 {
      let above = (0..<20_000).count { _ in tail.isAbove(exponential(&numbers, mean: 1e9)) }
      shares.append(Double(above) / 20_000)
    }
    // An eighth of a doubling of resolution at the tail of this distribution.
    #expect(shares.allSatisfy { $0 > 0.005 && $0 < 0.0125 }, "\(shares)")
  }

  @Test func followsAShift() {
    var numbers = Numbers(seed: 2)
    let tail = TailStream()
    for _ in 0..<10_000 { _ = tail.isAbove(exponential(&numbers, mean: 1e9)) }
    let atOnce = (0..<500).count { _ in tail.isAbove(exponential(&numbers, mean: 8e9)) }
    let later = (0..<5_000).count { _ in tail.isAbove(exponential(&numbers, mean: 8e9)) }
    #expect(atOnce > 10)
    #expect(later < 150)
    for _ in 0..<30_000 { _ = tail.isAbove(exponential(&numbers, mean: 1e9)) }
    let back = (0..<20_000).count { _ in tail.isAbove(exponential(&numbers, mean: 1e9)) }
    #expect(back > 100)
  }

  @Test func equalValuesAreNotAbove() {
    let tail = TailStream()
    #expect((0..<10_000).allSatisfy { _ in !tail.isAbove(500) })
    #expect(tail.isAbove(1_000))
  }

  @Test func everyIntegerHasAPlace() {
    let tail = TailStream()
    for value in [0, 1, 7, 8, 9, 15, 16, .max, .max - 1, -1, .min] as [Int64] { _ = tail.isAbove(value) }
  }
}
