import CallModel
import Testing

@testable import PrometheusExporter

@Suite struct NativeBucketsTests {
  /// Count by index, from spans and deltas.
  private func decoded(_ spans: BucketSpans) -> [Int: Int64] {
    var result: [Int: Int64] = [:]
    var index = 0
    var deltas = spans.deltas[...]
    var count: Int64 = 0
    for span in spans.spans {
      index += span.offset
      for _ in 0..<span.length {
        count += deltas.popFirst() ?? 0
        result[index] = count
        index += 1
      }
    }
    #expect(deltas.isEmpty)
    return result
  }

  /// The example of Prometheus' native histogram documentation.
  @Test func spansAndDeltas() {
    var spans = BucketSpans()
    for (index, count) in zip(-2...5, [3, 5, 0, 0, 1, 0, 3, 2] as [UInt64]) where count > 0 {
      spans.append(count, at: index)
    }
    #expect(
      spans.spans == [.init(offset: -2, length: 2), .init(offset: 2, length: 1), .init(offset: 1, length: 2)])
    #expect(spans.deltas == [3, 2, -4, 2, -1])
  }

  @Test func nothing() {
    let native = NativeBuckets(ExponentialHistogram())
    #expect(native.schema == 5 && native.zeroCount == 0)
    #expect(native.spans.spans.isEmpty && native.spans.deltas.isEmpty)
  }

  @Test func aBoundaryBelongsToTheBucketBelow() {
    // One is the upper bound of bucket 0 in every schema.
    #expect(decoded(NativeBuckets(histogram([1])).spans) == [0: 1])
    #expect(decoded(NativeBuckets(histogram([Double(1).nextUp])).spans) == [1: 1])
    #expect(decoded(NativeBuckets(histogram([2, 4, 4, 0.5])).spans) == [32: 1, 64: 2, -32: 1])
  }

  @Test func theZeroBucketReachesToItsThreshold() {
    let threshold = NativeBuckets.zeroThreshold
    let native = NativeBuckets(histogram([0, 1e-300, threshold / 1.01, threshold, threshold.nextUp]))
    #expect(native.zeroCount == 4)
    #expect(decoded(native.spans) == [1 - 128 * 32: 1])
    let tiny = NativeBuckets(histogram([1e-300, .leastNormalMagnitude, .leastNonzeroMagnitude]))
    #expect(tiny.zeroCount == 3 && tiny.spans.spans.isEmpty)
  }

  @Test func resolutionHalvesUntilTheLimitIsKept() {
    // `count` neighbouring buckets of schema 5, one value in the middle of each.
    func native(_ count: Int, from first: Int = 0) -> NativeBuckets {
      NativeBuckets(histogram((0..<count).map { ExponentialHistogram.upperBound(of: first + $0) / 1.005 }))
    }
    #expect(native(160).schema == 5)
    #expect(native(160).spans.deltas.count == 160)
    #expect(native(161).schema == 4)
    #expect(native(161).spans.deltas.count == 81)
    // Where the first bucket lies decides whether 640 become 160 or 161.
    #expect(native(640, from: -300).schema == 3)
    #expect(native(640, from: -299).schema == 2)
    #expect(native(1_024, from: -511).schema == 2)
  }

  @Test func loweredBucketsHoldTheValuesOfTheirBounds() {
    var numbers = Numbers()
    let values = (0..<5_000).map { _ in
      Double(
        sign: .plus, exponent: Int.random(in: -8..<9, using: &numbers), significand: .random(in: 1..<2, using: &numbers)
      )
    }
    let native = NativeBuckets(histogram(values + [1, 2, 4, 0.5, 0.25]))
    #expect(native.schema == 3)
    // Bounds of schema 3 are powers of the eighth root of two.
    let base = 2.0.squareRoot().squareRoot().squareRoot()
    var expected: [Int: Int64] = [:]
    for value in values + [1, 2, 4, 0.5, 0.25] {
      var index = Int(value.exponent) * 8
      var bound = Double(sign: .plus, exponent: Int(value.exponent), significand: 1)
      while bound < value {
        bound *= base
        index += 1
      }
      expected[index, default: 0] += 1
    }
    #expect(decoded(native.spans) == expected)
    #expect(decoded(native.spans).values.reduce(0, +) == 5_005)
  }

  @Test func theWidestHistogramKeepsToTheLimit() {
    var numbers = Numbers()
    for scale in [1e-200, 1e-38, 1, 1e200] {
      let histogram = histogram(
        (0..<20_000).map { _ in
          scale
            * Double(
              sign: .plus, exponent: Int.random(in: -40..<40, using: &numbers),
              significand: .random(in: 1..<2, using: &numbers))
        })
      let native = NativeBuckets(histogram)
      let counts = decoded(native.spans)
      #expect(counts.count <= 160)
      #expect(UInt64(counts.values.reduce(0, +)) + native.zeroCount == histogram.count)
    }
  }
}
