import CallModel
import Testing

@testable import Sampling

@Suite struct SaltedHashTests {
  /// Pearson's statistic over 64 equal bins; with 63 degrees of freedom it is above 125 once in
  /// 200,000 times.
  private func chiSquare(_ traces: [TraceID], salt: UInt64) -> Double {
    var bins = [Double](repeating: 0, count: 64)
    for trace in traces { bins[Int(uniform(trace, salt: salt) * 64)] += 1 }
    let expected = Double(traces.count) / 64
    return bins.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
  }

  @Test(arguments: [0, 0xDEAD_BEEF])
  func isUniformOverIdsOfEveryShape(salt: UInt64) {
    var numbers = Numbers(seed: 1)
    let random = (0..<20_000).map { _ in numbers.trace() }
    let sequential = (1...20_000).map { TraceID(high: 0, low: $0) }
    let highOnly = (1...20_000).map { TraceID(high: $0, low: 0) }
    // Ids that start with seconds, as some vendors make them.
    let timed = (0..<20_000).map { TraceID(high: (1_700_000_000 + UInt64($0 / 50)) << 32, low: UInt64($0 % 50)) }
    let stepped = (1...20_000).map { TraceID(high: 0, low: UInt64($0) << 44) }
    for traces in [random, sequential, highOnly, timed, stepped] {
      #expect(chiSquare(traces, salt: salt) < 125)
    }
  }

  @Test func staysBelowOne() {
    var numbers = Numbers(seed: 2)
    let positions = (0..<20_000).map { _ in uniform(numbers.trace(), salt: 7) }
    #expect(positions.allSatisfy { $0 >= 0 && $0 < 1 })
  }

  /// What an upstream sampler kept must be sampled again as if it had kept at random.
  @Test func isIndependentOfUpstreamSamplers() {
    let upstream: [(name: String, keeps: (TraceID) -> Bool)] = [
      ("lowest bit", { $0.low & 1 == 0 }),
      ("lowest byte", { $0.low & 0xFF < 26 }),
      // TraceIdRatioBased in several SDKs: the lower eight bytes against a bound.
      ("ratio of the lower half", { $0.low < .max / 10 }),
      ("ratio of the lower 63 bits", { $0.low & 0x7FFF_FFFF_FFFF_FFFF < .max / 20 }),
      ("ratio of the upper half", { $0.high < .max / 10 }),
      // W3C level 2: 56 random bits against a threshold.
      ("consistent probability", { $0.low & 0xFF_FFFF_FFFF_FFFF >= 0xE6_6666_6666_6666 }),
      ("modulus", { $0.low % 10 == 3 }),
    ]
    for (name, keeps) in upstream {
      var numbers = Numbers(seed: 3)
      var kept: [TraceID] = []
      while kept.count < 10_000 {
        let trace = numbers.trace()
        if keeps(trace) { kept.append(trace) }
      }
      let judged = kept.count { uniform($0, salt: 99) < 0.1 }
      // 1,000 are expected, with a standard deviation of 30.
      #expect(abs(judged - 1_000) < 130, "\(name): \(judged) of 10,000")
      #expect(chiSquare(kept, salt: 99) < 125, "\(name)")
    }
  }

  /// Each bit of the id flips each bit of the position about half the time.
  @Test func everyBitOfTheIdMatters() {
    var numbers = Numbers(seed: 4)
    let traces = (0..<500).map { _ in numbers.trace() }
    for bit in 0..<128 {
      var flips = [Int](repeating: 0, count: 16)
      for trace in traces {
        var other = trace
        if bit < 64 { other.low ^= 1 << bit } else { other.high ^= 1 << (bit - 64) }
        let a = UInt64(uniform(trace, salt: 5) * 65_536)
        let b = UInt64(uniform(other, salt: 5) * 65_536)
        for i in 0..<16 where (a ^ b) >> i & 1 == 1 { flips[i] += 1 }
      }
      // 250 are expected, with a standard deviation of 11.
      #expect(flips.allSatisfy { abs($0 - 250) < 65 }, "bit \(bit): \(flips)")
    }
  }

  @Test func anotherSaltIsAnotherSample() {
    var numbers = Numbers(seed: 6)
    let traces = (0..<20_000).map { _ in numbers.trace() }
    let both = traces.count { uniform($0, salt: 1) < 0.1 && uniform($0, salt: 2) < 0.1 }
    // One in a hundred, with a standard deviation of 14.
    #expect(abs(both - 200) < 70)
  }
}
