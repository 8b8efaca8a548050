internal import CallModel

/// Cumulative counts of an exponential histogram at fixed bounds.
///
/// Gives what `ExponentialHistogram.count(atMost:)` gives for each bound, but finds the place
/// of a bound once for all histograms of a family, and walks each histogram once for all
/// bounds.
struct ClassicBuckets {
  /// Ascending and finite; the bucket `+Inf` is the histogram's count.
  let bounds: [Double]
  /// For each bound the index of the first exponential bucket above it.
  private let ends: [Int]

  init(bounds: [Double]) {
    self.bounds = Set(bounds.filter(\.isFinite)).sorted()
    ends = self.bounds.map { bound in
      guard bound >= .leastNormalMagnitude else { return .min }
      let index = ExponentialHistogram.index(of: bound)
      // Whether the bucket that the bound cuts is counted is the histogram's own decision.
      var probe = ExponentialHistogram()
      probe.record(ExponentialHistogram.upperBound(of: index))
      return probe.count(atMost: bound) == 1 ? index + 1 : index
    }
  }

  /// How many values are at most each bound, in the bounds' order.
  func cumulative(_ histogram: ExponentialHistogram) -> [UInt64] {
    var counts: [UInt64] = []
    counts.reserveCapacity(bounds.count)
    var total = histogram.zeroCount
    var position = 0
    for (bound, end) in zip(bounds, ends) {
      // Below zero there is nothing, not even the zeros.
      if bound < 0 {
        counts.append(0)
        continue
      }
      let stop = end <= histogram.offset ? 0 : min(end - histogram.offset, histogram.counts.count)
      while position < stop {
        total += histogram.counts[position]
        position += 1
      }
      counts.append(total)
    }
    return counts
  }
}
