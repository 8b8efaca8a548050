import CallModel

/// The values of the last five minutes, in slices of one minute.
///
/// The window holds the minute that runs and the four before it: between four and five minutes
/// of values. A slice that has left the window gives its memory back, so an idle series costs
/// none.
struct SlidingHistogram: Sendable {
  static let sliceLength: Nanoseconds = .minutes(1)
  static let sliceCount: Int64 = 5

  private struct Slice: Sendable {
    var epoch: Int64
    var histogram = ExponentialHistogram()
  }

  /// Oldest first.
  private var slices: [Slice] = []

  mutating func record(_ value: Double, at now: Nanoseconds) {
    let epoch = now / Self.sliceLength
    if let newest = slices.last?.epoch, newest != epoch {
      trim(at: now)
      // A clock set back by less than the window goes on in the newest slice.
      if slices.last.map({ $0.epoch < epoch }) ?? true { slices.append(Slice(epoch: epoch)) }
    } else if slices.isEmpty {
      slices.append(Slice(epoch: epoch))
    }
    slices[slices.count - 1].histogram.record(value)
  }

  /// Forgets the slices that have left the window.
  mutating func trim(at now: Nanoseconds) {
    if slices.isEmpty { return }
    slices.removeAll { !Self.isLive($0, at: now) }
    if slices.isEmpty { slices = [] }
  }

  /// Nothing is kept; until it is trimmed a window may keep slices that it has left.
  var isEmpty: Bool { slices.isEmpty }

  /// All values in the window, merged; empty if there are none.
  func merged(at now: Nanoseconds) -> ExponentialHistogram {
    var result: ExponentialHistogram?
    for slice in slices where Self.isLive(slice, at: now) {
      if result == nil { result = slice.histogram } else { result?.merge(slice.histogram) }
    }
    return result ?? ExponentialHistogram()
  }

  /// A slice from the future is one from before the clock was set back.
  private static func isLive(_ slice: Slice, at now: Nanoseconds) -> Bool {
    abs(now / sliceLength - slice.epoch) < sliceCount
  }
}
