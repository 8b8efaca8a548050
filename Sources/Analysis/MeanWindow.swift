package import CallModel

/// The mean of a quantity over a sliding window of time: what calls cost, how many tokens they take.
///
/// **The interval** is the mean ± 1.96 standard errors. It assumes independent calls, and with few
/// of a long-tailed kind it is too narrow: `min_samples` is what protects against those.
package struct MeanWindow: SlidingWindow {
  private struct Slice: Sendable {
    var count = 0
    var sum = 0.0
    var squares = 0.0
  }

  private var ring: SliceRing
  private var slices = [Slice](repeating: Slice(), count: SliceRing.count)
  private var samples = 0

  package init(length: Nanoseconds) { ring = SliceRing(length: length) }

  package var isEmpty: Bool { samples == 0 }

  /// Counts one value; negative ones, and what is no number, are not counted.
  package mutating func record(_ value: Double, at now: Nanoseconds) {
    guard value >= 0, value < 1e15 else { return }
    advance(to: now)
    let place = ring.position
    slices[place].count += 1
    slices[place].sum += value
    slices[place].squares += value * value
    samples += 1
  }

  package mutating func advance(to now: Nanoseconds) {
    for back in 0..<ring.advance(to: now) {
      let place = ring.position(back: back)
      samples -= slices[place].count
      slices[place] = Slice()
    }
  }

  package mutating func value(at now: Nanoseconds) -> SignalValue {
    advance(to: now)
    guard samples > 0 else { return SignalValue(value: nil, samples: 0) }
    let count = Double(samples)
    let mean = slices.reduce(0) { $0 + $1.sum } / count
    let spread = max(0, slices.reduce(0) { $0 + $1.squares } / count - mean * mean)
    let half = WilsonInterval.z * (spread / count).squareRoot()
    return SignalValue(value: mean, lower: max(0, mean - half), upper: mean + half, samples: samples)
  }

  package mutating func removeAll() {
    for place in slices.indices { slices[place] = Slice() }
    samples = 0
  }
}
