import CallModel
import Testing

@Suite struct ExponentialHistogramTests {
  typealias Histogram = ExponentialHistogram

  @Test func anExactPowerOfTwoIsTheInclusiveUpperBoundOfItsBucket() {
    for exponent in -40...40 {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      let index = Histogram.index(of: power)
      #expect(index == exponent * 32 - 1)
      #expect(Histogram.upperBound(of: index) == power)
      #expect(Histogram.index(of: power.nextUp) == index + 1)
      #expect(Histogram.index(of: power.nextDown) == index)
    }
  }

  @Test func everyBoundFallsIntoItsOwnBucket() {
    for index in -700...700 {
      let bound = Histogram.upperBound(of: index)
      #expect(Histogram.index(of: bound) == index)
      #expect(Histogram.index(of: bound.nextUp) == index + 1)
    }
  }

  @Test func everyValueLiesBetweenItsBucketsBounds() {
    var random = Splitmix(state: 7)
    for _ in 0..<100_000 {
      let value = random.logUniform(1e-6...1e6)
      let index = Histogram.index(of: value)
      #expect(Histogram.upperBound(of: index) >= value && value > Histogram.upperBound(of: index - 1), "\(value)")
    }
  }

  @Test(arguments: [Double.leastNormalMagnitude, .greatestFiniteMagnitude, 1e-300, 1e300])
  func takesExtremes(value: Double) {
    var histogram = Histogram()
    histogram.record(value)
    #expect(histogram.count == 1)
    #expect(histogram.counts.reduce(0, +) == 1)
  }

  @Test func countsZeroApartAndRefusesWhatIsNoMeasurement() {
    var histogram = Histogram()
    for value in [0, -0.0, Double.leastNonzeroMagnitude, -1, .nan, .infinity, -.infinity] { histogram.record(value) }
    #expect(histogram.count == 3)
    #expect(histogram.zeroCount == 3)
    #expect(histogram.counts.isEmpty)
    #expect(histogram.quantile(1) == 0)
  }

  @Test func aMergeIsTheUnion() {
    var random = Splitmix(state: 11)
    var parts = [Histogram(), Histogram(), Histogram()]
    var all = Histogram()
    for round in 0..<30_000 {
      let value = round % 100 == 0 ? 0 : random.logUniform(1e-4...1e4)
      parts[round % 3].record(value)
      all.record(value)
    }
    var merged = Histogram()
    for part in parts { merged.merge(part) }
    merged.merge(Histogram())
    #expect(merged.count == all.count)
    #expect(merged.zeroCount == all.zeroCount)
    #expect(abs(merged.sum - all.sum) < all.sum * 1e-12)
    #expect(merged.offset == all.offset)
    #expect(merged.counts == all.counts)
  }

  @Test func quantilesAreWithinTheStatedError() throws {
    var random = Splitmix(state: 13)
    let values = (0..<10_000).map { _ in random.logUniform(1e-3...1e3) }
    var histogram = Histogram()
    for value in values { histogram.record(value) }
    for q in [0, 0.001, 0.07, 0.5, 0.9, 0.99, 0.9999, 1] {
      let exact = nearestRank(q, of: values)
      let found = try #require(histogram.quantile(q))
      #expect(abs(found - exact) <= exact * Histogram.relativeError, "\(q)")
    }
  }

  @Test func aRankThatIsWholeIsNotRoundedUp() throws {
    var histogram = Histogram()
    histogram.record(1, times: 7)
    histogram.record(1_000, times: 93)
    #expect(try #require(histogram.quantile(0.07)) < 2)
    #expect(try #require(histogram.quantile(0.0701)) > 900)
  }

  @Test func anAbsurdShareIsNotACrash() throws {
    var histogram = Histogram()
    #expect(histogram.quantile(0.5) == nil)
    histogram.record(1)
    #expect(histogram.quantile(.nan) == nil)
    for q: Double in [-1, 2, .infinity, -.infinity] {
      #expect(abs(try #require(histogram.quantile(q)) - 1) <= Histogram.relativeError)
    }
  }

  @Test func foldingKeepsEveryCountAndTheTop() throws {
    var random = Splitmix(state: 17)
    var values = (0..<5_000).map { _ in random.logUniform(1e-200...1e200) }
    values += [1e300, 1e-300, 1e300]
    var histogram = Histogram()
    for value in values {
      histogram.record(value)
      #expect(histogram.counts.count <= Histogram.largestSpan)
      #expect(histogram.counts.reduce(0, +) == histogram.count)
    }
    #expect(histogram.count == UInt64(values.count))
    #expect(abs(try #require(histogram.quantile(1)) - 1e300) <= 1e300 * Histogram.relativeError)

    var other = Histogram()
    other.record(1e-250, times: 10)
    other.merge(histogram)
    #expect(other.counts.reduce(0, +) == histogram.count + 10)
    #expect(other.counts.count <= Histogram.largestSpan)
  }

  @Test func foldsExactlyAtTheLargestSpan() {
    var histogram = Histogram()
    histogram.record(Histogram.upperBound(of: 0))
    histogram.record(Histogram.upperBound(of: Histogram.largestSpan - 1))
    #expect(histogram.offset == 0)
    #expect(histogram.counts.count == Histogram.largestSpan)
    histogram.record(Histogram.upperBound(of: Histogram.largestSpan))
    #expect(histogram.offset == 1)
    #expect(histogram.counts.first == 1)
    histogram.record(Histogram.upperBound(of: -5))
    #expect(histogram.offset == 1)
    #expect(histogram.counts.first == 2)
    #expect(histogram.counts.reduce(0, +) == 4)
  }

  @Test func countsWhatIsAtMostABound() {
    var histogram = Histogram()
    for value in [0, 0.25, 0.5, 1, 2, 4] { histogram.record(value) }
    #expect([-1, 0, 0.5, 1, 3, 100].map { histogram.count(atMost: $0) } == [0, 1, 3, 4, 5, 6])
  }

  @Test func forgetsEverything() {
    var histogram = Histogram()
    histogram.record(3)
    histogram.record(0)
    histogram.removeAll()
    #expect(histogram.count == 0 && histogram.sum == 0 && histogram.zeroCount == 0 && histogram.quantile(0.5) == nil)
    histogram.record(1_000)
    #expect(histogram.counts == [1])
  }
}

func nearestRank(_ q: Double, of values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted[max(0, Int((q * Double(sorted.count) * (1 - 1e-12)).rounded(.up)) - 1)]
}

/// A generator that gives the same numbers on every run.
struct Splitmix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// Spread evenly over the doublings of a range rather than over its values.
  mutating func logUniform(_ range: ClosedRange<Double>) -> Double {
    let doublings = Double.random(in: log2(range.lowerBound)...log2(range.upperBound), using: &self)
    let whole = doublings.rounded(.down)
    let power = Double(sign: .plus, exponent: Int(whole), significand: 1 + (doublings - whole))
    return min(max(power, range.lowerBound), range.upperBound)
  }

  /// Good enough to spread values: exact at powers of two, straight between them.
  private func log2(_ value: Double) -> Double { Double(value.exponent) + value.significand - 1 }
}
