internal import CallModel

/// What was spent in the time up to now, in steps.
///
/// Steps are five minutes in windows of at most a day, an hour up to a week, four hours beyond. A
/// step is counted until all of it has left the window: what is said to be used is what was spent
/// in the window and in at most one step before it, never less. An account has at most 289 steps
/// of 16 bytes, and only those in which something was spent.
struct RollingLedger: Sendable {
  private struct Step {
    var number: Int64
    var amount: NanoDollars
  }

  private let length: Nanoseconds
  /// How many steps before the running one are in the window.
  private let count: Int64
  /// By number.
  private var steps: [Step] = []

  init(window: Nanoseconds) {
    length = Self.step(ofWindow: window)
    count = (window + length - 1) / length
  }

  static func step(ofWindow window: Nanoseconds) -> Nanoseconds {
    window <= .days(1) ? .minutes(5) : window <= .days(7) ? .hours(1) : .hours(4)
  }

  /// The beginning of the oldest step that is in the window at a moment.
  func start(at now: Nanoseconds) -> Nanoseconds { max(0, (now / length - count) * length) }

  func used(at now: Nanoseconds) -> NanoDollars {
    let numbers = numbers(at: now)
    return steps.reduce(into: .zero) { if numbers.contains($1.number) { $0 += $1.amount } }
  }

  /// Counts what was spent at a moment, unless that has left the window.
  mutating func add(_ cost: NanoDollars, at moment: Nanoseconds, now: Nanoseconds) {
    let numbers = numbers(at: now)
    steps.removeAll { !numbers.contains($0.number) }
    // A moment after now is one before a clock was set back a little.
    let number = min(moment / length, numbers.upperBound)
    guard number >= numbers.lowerBound else { return }
    if let place = steps.lastIndex(where: { $0.number <= number }) {
      if steps[place].number == number {
        steps[place].amount += cost
      } else {
        steps.insert(Step(number: number, amount: cost), at: place + 1)
      }
    } else {
      steps.insert(Step(number: number, amount: cost), at: 0)
    }
  }

  /// The first moment at which no more than `most` is used if nothing is spent until then.
  func moment(when most: NanoDollars, after now: Nanoseconds) -> Nanoseconds {
    let numbers = numbers(at: now)
    var used = used(at: now)
    for step in steps where numbers.contains(step.number) {
      if used <= most { break }
      used = NanoDollars(used.value - step.amount.value)
      if used <= most { return (step.number + count + 1) * length }
    }
    return now
  }

  private func numbers(at now: Nanoseconds) -> ClosedRange<Int64> {
    let number = now / length
    return number - count...number
  }
}
