import CallModel
import Testing

@testable import PrometheusExporter

@Suite struct ClassicBucketsTests {
  private let duration = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]

  @Test func agreesWithTheHistogramAtEveryBound() {
    var numbers = Numbers()
    let powers = (0..<14).map { Double(sign: .plus, exponent: 2 * $0, significand: 1) }
    for bounds in [duration, powers, [0, 1e-300, 1, 1e300], [0.3, 0.30001, 0.31], [1]] {
      let buckets = ClassicBuckets(bounds: bounds)
      #expect(buckets.bounds == bounds)
      for scale in [1e-3, 1, 50, 1e6] {
        let values = (0..<500).map { _ in Double.random(in: 0..<1, using: &numbers) * scale } + [0, 0]
        let histogram = histogram(values + bounds)
        let counts = buckets.cumulative(histogram)
        #expect(counts == bounds.map { histogram.count(atMost: $0) })
        #expect(zip(counts, counts.dropFirst()).allSatisfy { $0 <= $1 })
        #expect((counts.last ?? 0) <= histogram.count)
      }
    }
  }

  @Test func emptyHistogram() {
    #expect(ClassicBuckets(bounds: duration).cumulative(ExponentialHistogram()) == Array(repeating: 0, count: 14))
  }

  @Test func boundsAreSortedAndFinite() {
    let buckets = ClassicBuckets(bounds: [2, 1, .infinity, .nan, 1, -3])
    #expect(buckets.bounds == [-3, 1, 2])
    #expect(buckets.cumulative(histogram([0, 0.5, 1.5, 9])) == [0, 2, 3])
  }
}
