internal import CallModel

/// How many came in the time up to now, in sixty slices.
///
/// A slice is counted until all of it has left the window: what is said is what came in the
/// window and in at most a sixtieth of it before, never less. It holds at most 61 slices of 16
/// bytes, and only those in which something came.
struct SlidingCount: Sendable {
  static let slices: Int64 = 60

  private struct Slice {
    var number: Int64
    var amount: Int64
  }

  let length: Nanoseconds
  private let count: Int64
  /// By number.
  private var slices: [Slice] = []

  init(window: Nanoseconds) {
    length = max(1, window / Self.slices)
    count = (window + length - 1) / length
  }

  func total(at now: Nanoseconds) -> Int64 {
    let numbers = numbers(at: now)
    return slices.reduce(0) { numbers.contains($1.number) ? $0.adding($1.amount) : $0 }
  }

  mutating func add(_ amount: Int64, at moment: Nanoseconds, now: Nanoseconds) {
    let numbers = numbers(at: now)
    if slices.contains(where: { !numbers.contains($0.number) }) { slices.removeAll { !numbers.contains($0.number) } }
    // A moment after now is one before a clock was set back a little.
    let number = min(moment / length, numbers.upperBound)
    guard number >= numbers.lowerBound, amount > 0 else { return }
    if let place = slices.lastIndex(where: { $0.number <= number }) {
      if slices[place].number == number {
        slices[place].amount = slices[place].amount.adding(amount)
      } else {
        slices.insert(Slice(number: number, amount: amount), at: place + 1)
      }
    } else {
      slices.insert(Slice(number: number, amount: amount), at: 0)
    }
  }

  /// The first moment at which no more than `most` are counted if none comes until then.
  func moment(when most: Int64, after now: Nanoseconds) -> Nanoseconds {
    let numbers = numbers(at: now)
    var left = slices.filter { numbers.contains($0.number) }[...]
    var moment = now
    while let oldest = left.first, left.reduce(0, { $0.adding($1.amount) }) > most {
      moment = (oldest.number + count + 1) * length
      left.removeFirst()
    }
    return moment
  }

  private func numbers(at now: Nanoseconds) -> ClosedRange<Int64> {
    let number = now / length
    return number - count...number
  }
}

extension Int64 {
  /// The sum of two numbers, at most the largest one.
  func adding(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? .max : sum
  }
}
