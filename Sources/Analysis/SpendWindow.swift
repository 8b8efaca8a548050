package import CallModel

/// The money that calls cost over a sliding window of time.
///
/// The sum is exact, in integer nano-dollars, and saturates. It has no interval: nothing is
/// sampled. A window without calls holds a true zero, not an unknown. As every window it covers
/// 29/30 to 30/30 of its length, and what is spent is divided by its whole length: a rate is
/// never overstated, and understated by at most a thirtieth.
package struct SpendWindow: SlidingWindow {
  private struct Slice: Sendable {
    var calls = 0
    var spent = NanoDollars.zero
  }

  private let length: Nanoseconds
  private var ring: SliceRing
  private var slices = [Slice](repeating: Slice(), count: SliceRing.count)
  private var calls = 0

  package init(length: Nanoseconds) {
    self.length = max(1, length)
    ring = SliceRing(length: length)
  }

  /// Whether the window held nothing when it was last advanced or asked.
  package var isEmpty: Bool { calls == 0 }

  /// Counts what one call cost; what is less than nothing counts as nothing.
  package mutating func record(_ cost: NanoDollars, at now: Nanoseconds) {
    advance(to: now)
    slices[ring.position].calls += 1
    slices[ring.position].spent += max(.zero, cost)
    calls += 1
  }

  package mutating func advance(to now: Nanoseconds) {
    let steps = ring.advance(to: now)
    for back in 0..<steps {
      let place = ring.position(back: back)
      calls -= slices[place].calls
      slices[place] = Slice()
    }
  }

  /// The rate in dollars an hour, the money itself, and how many priced calls it rests on.
  package mutating func value(at now: Nanoseconds) -> SignalValue {
    advance(to: now)
    // Summed afresh each time: from a sum that has saturated nothing can be taken away.
    let spent = slices.reduce(into: NanoDollars.zero) { $0 += $1.spent }
    return SignalValue(value: SpendRate(spent, per: length).dollarsPerHour, samples: calls, spent: spent)
  }

  package mutating func removeAll() {
    for place in slices.indices { slices[place] = Slice() }
    calls = 0
  }
}
