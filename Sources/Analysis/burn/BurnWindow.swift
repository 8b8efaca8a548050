internal import CallModel

/// A burn rate as a rule looks at it: how close the pair that is closest comes to firing.
///
/// The value is the smaller of a pair's two rates over the pair's factor, for the pair where that
/// is greatest: above 1 the pair fires. Pairs with too little data do not count.
struct BurnWindow: SlidingWindow {
  private let fresh: BurnRate
  private var rate: BurnRate
  private var samples = 0

  /// Nil for an objective that allows nothing or everything.
  init?(objective: Double, minSamples: Int) {
    guard let rate = BurnRate(objective: 1 - objective, minSamples: minSamples) else { return nil }
    fresh = rate
    self.rate = rate
  }

  var isEmpty: Bool { samples == 0 }

  mutating func record(failed: Bool, weight: Double, at now: Nanoseconds) {
    rate.record(failed: failed, weight: weight, at: now)
  }

  mutating func advance(to now: Nanoseconds) {}

  mutating func value(at now: Nanoseconds) -> SignalValue {
    let readings = rate.readings(at: now)
    samples = readings.map(\.samples).max() ?? 0
    var closest: Double?
    for reading in readings {
      guard reading.conclusion == .firing || reading.conclusion == .within, let long = reading.longRate,
        let short = reading.shortRate
      else { continue }
      closest = max(closest ?? 0, min(long, short) / reading.pair.factor)
    }
    return SignalValue(value: closest, samples: samples)
  }

  mutating func removeAll() {
    rate = fresh
    samples = 0
  }
}
