package import CallModel

/// A quantile of durations over a sliding window of time, in seconds.
///
/// Each slice of time keeps its values as they are while they are few and as an exponential
/// histogram when they are many, so a group of little traffic takes little memory. One
/// histogram holds their sum; it is rebuilt when a slice leaves, at most 30 times a window,
/// so a record is O(1) amortised and a read is one pass over its buckets.
///
/// **The interval** is that of the order statistics whose ranks are n·q ± 1.96 √(n·q·(1−q))
/// (the binomial number of values below the true quantile, in its normal approximation). It
/// assumes independent calls. Ends whose rank would lie outside the sample are the extremes
/// seen, so with few samples the interval is narrower than it claims: at q = 0.99 it has a
/// real upper end from about 400 samples on. The buckets add up to
/// `ExponentialHistogram.relativeError` to each number.
package struct QuantileWindow: SlidingWindow {
  private struct Slice: Sendable {
    var values: [Double] = []
    var histogram: ExponentialHistogram?
    var isEmpty: Bool { values.isEmpty && histogram == nil }

    mutating func record(_ seconds: Double) {
      if histogram != nil {
        histogram?.record(seconds)
      } else if values.count < QuantileWindow.mostValues {
        values.append(seconds)
      } else {
        var dense = ExponentialHistogram()
        for value in values { dense.record(value) }
        dense.record(seconds)
        values = []
        histogram = dense
      }
    }
  }

  /// Above this many values a slice turns into a histogram.
  private static let mostValues = 32

  private let quantile: Double
  private var ring: SliceRing
  private var slices = [Slice](repeating: Slice(), count: SliceRing.count)
  private var total = ExponentialHistogram()

  /// - Parameter quantile: above 0 and below 1.
  package init(quantile: Double, length: Nanoseconds) {
    self.quantile = quantile
    ring = SliceRing(length: length)
  }

  /// Whether the window held nothing when it was last advanced or asked.
  package var isEmpty: Bool { total.count == 0 }

  /// Counts one duration in seconds; negative and not-a-number values are not counted.
  package mutating func record(_ seconds: Double, at now: Nanoseconds) {
    guard seconds >= 0, seconds.isFinite else { return }
    advance(to: now)
    slices[ring.position].record(seconds)
    total.record(seconds)
  }

  package mutating func advance(to now: Nanoseconds) {
    let steps = ring.advance(to: now)
    guard steps > 0 else { return }
    var hasLost = false
    for back in 0..<steps {
      let place = ring.position(back: back)
      if !slices[place].isEmpty {
        slices[place] = Slice()
        hasLost = true
      }
    }
    if hasLost { addUp() }
  }

  /// The quantile with its 95 % interval and the number of calls it rests on.
  package mutating func value(at now: Nanoseconds) -> SignalValue {
    advance(to: now)
    let count = Double(total.count)
    guard count > 0, let value = total.quantile(quantile) else { return SignalValue(value: nil, samples: 0) }
    let middle = count * quantile
    let half = WilsonInterval.z * (middle * (1 - quantile)).squareRoot()
    return SignalValue(
      value: value, lower: ranked((middle - half).rounded(.down)), upper: ranked((middle + half).rounded(.up) + 1),
      samples: Int(clamping: total.count))
  }

  /// The share of the calls in the window that took longer than `bound` seconds, to within
  /// the bucket that the bound cuts; nil if there are none.
  package mutating func exceedance(of bound: Double, at now: Nanoseconds) -> Double? {
    advance(to: now)
    guard total.count > 0 else { return nil }
    return 1 - Double(total.count(atMost: bound)) / Double(total.count)
  }

  package mutating func removeAll() {
    for place in slices.indices { slices[place] = Slice() }
    total.removeAll()
  }

  /// The value of a rank from 1 to the number of values; ranks outside are the extremes.
  private func ranked(_ rank: Double) -> Double? {
    let count = Double(total.count)
    // Half a rank less, so that no rounding error lifts it to the next.
    return total.quantile((max(1, min(count, rank)) - 0.5) / count)
  }

  private mutating func addUp() {
    total.removeAll()
    for slice in slices {
      for value in slice.values { total.record(value) }
      if let histogram = slice.histogram { total.merge(histogram) }
    }
  }
}
