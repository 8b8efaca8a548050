package import CallModel

/// The weighted share of failed verdicts over a sliding window of time.
///
/// A verdict of inclusion probability π weighs 1/π, and the ratio is Σw·fail / Σw (Hájek's
/// estimator), so strata that are always judged do not outvote those that are sampled.
///
/// **The interval** is Wilson's on an effective sample size. That size is the smaller of two:
/// Kish's (Σw)²/Σw² (Survey Sampling, 1965), which charges for unequal weights, and
/// p(1−p)/V, where V is the linearised variance of the weighted ratio (Korn and Graubard,
/// Survey Methodology 24, 1998), which charges more when it is the heavy verdicts that fail.
/// It assumes that verdicts are independent given their weights: several verdicts of one
/// session or retry chain make it too narrow. It knows nothing of the evaluator's own errors,
/// and it is a statement about one moment: looked at all day long, it will be left by chance.
///
/// A record costs a few additions; 30 slices take 1.4 kB whatever the traffic.
package struct RatioWindow: SlidingWindow {
  private struct Slice: Sendable {
    var count = 0
    var weight = 0.0
    var failed = 0.0
    var squares = 0.0
    var failedSquares = 0.0

    /// Whether such a verdict may be among those that it counts.
    func mayHold(failed isFailed: Bool, weight: Double) -> Bool {
      // The sums have rounding errors.
      count > 0 && (isFailed ? failed : self.weight - failed) >= weight * (1 - 1e-9)
    }

    mutating func remove(failed isFailed: Bool, weight: Double) {
      count -= 1
      // Exactly nothing, whatever the rounding errors.
      if count == 0 { return self = Slice() }
      self.weight = max(0, self.weight - weight)
      // No sum of squares is smaller than that of equal parts.
      squares = max(squares - weight * weight, self.weight * self.weight / Double(count))
      if isFailed {
        failed = min(max(0, failed - weight), self.weight)
        failedSquares = min(max(0, failedSquares - weight * weight), squares)
      }
    }
  }

  private var ring: SliceRing
  private var slices = [Slice](repeating: Slice(), count: SliceRing.count)
  private var samples = 0
  /// What was recorded before this has been removed on purpose.
  private var emptied = Nanoseconds.min

  package init(length: Nanoseconds) { ring = SliceRing(length: length) }

  /// Whether the window held nothing when it was last advanced or asked.
  package var isEmpty: Bool { samples == 0 }

  /// Counts one verdict; a weight that is no finite number above 0 is not counted.
  package mutating func record(failed: Bool, weight: Double, at now: Nanoseconds) {
    guard weight > 0, weight < 1e12 else { return }
    advance(to: now)
    let place = ring.position
    slices[place].count += 1
    slices[place].weight += weight
    slices[place].squares += weight * weight
    if failed {
      slices[place].failed += weight
      slices[place].failedSquares += weight * weight
    }
    samples += 1
  }

  /// Takes back a verdict that was recorded earlier, if it is still in the window: it has been
  /// replaced.
  ///
  /// What the window holds never falls below nothing: a verdict that cannot be among those of
  /// its slice of time, or of the next (the window may have been ahead of the recorder's clock),
  /// is not taken out.
  ///
  /// - Parameters:
  ///   - then: when it was recorded.
  ///   - weight: the weight it was recorded with.
  /// - Returns: whether it was taken out.
  @discardableResult
  package mutating func retract(failed: Bool, weight: Double, at then: Nanoseconds, now: Nanoseconds) -> Bool {
    guard weight > 0, weight < 1e12 else { return false }
    advance(to: now)
    guard then >= emptied, let age = ring.age(of: then) else { return false }
    for age in [age, age - 1] where age >= 0 {
      let place = ring.position(back: age)
      guard slices[place].mayHold(failed: failed, weight: weight) else { continue }
      slices[place].remove(failed: failed, weight: weight)
      samples -= 1
      return true
    }
    return false
  }

  package mutating func advance(to now: Nanoseconds) {
    let steps = ring.advance(to: now)
    for back in 0..<steps {
      let place = ring.position(back: back)
      samples -= slices[place].count
      slices[place] = Slice()
    }
  }

  /// The ratio with its 95 % interval and the number of verdicts it rests on.
  package mutating func value(at now: Nanoseconds) -> SignalValue {
    advance(to: now)
    guard samples > 0 else { return SignalValue(value: nil, samples: 0) }
    // Summed afresh each time: running sums of floating-point numbers would drift.
    var all = Slice()
    for slice in slices where slice.count > 0 {
      all.weight += slice.weight
      all.failed += slice.failed
      all.squares += slice.squares
      all.failedSquares += slice.failedSquares
    }
    // Taking back heavy verdicts may round what is left of light ones down to nothing.
    guard all.weight > 0, all.squares > 0 else { return SignalValue(value: nil, samples: 0) }
    let ratio = min(1, all.failed / all.weight)
    let interval = WilsonInterval(ratio: ratio, size: effectiveSize(of: all, ratio: ratio))
    return SignalValue(value: ratio, lower: interval.lower, upper: interval.upper, samples: samples)
  }

  package mutating func removeAll() {
    for place in slices.indices { slices[place] = Slice() }
    samples = 0
    emptied = ring.newestStart
  }

  private func effectiveSize(of all: Slice, ratio: Double) -> Double {
    let total = all.weight * all.weight
    let kish = total / all.squares
    let passedSquares = max(0, all.squares - all.failedSquares)
    let variance = ((1 - ratio) * (1 - ratio) * all.failedSquares + ratio * ratio * passedSquares) / total
    let spread = ratio * (1 - ratio)
    guard variance > 0, spread > 0 else { return kish }
    return min(kish, spread / variance)
  }
}
