internal import CallModel

/// The calls that were admitted and have not arrived yet, with what they stated to use.
///
/// An arrived call does not say which admission it had, so each takes away one of the oldest and
/// what those stated on average. One that never arrives is forgotten after the window, or after
/// ten minutes if that is shorter. It holds at most 61 groups of calls that were admitted within a
/// sixtieth of that time.
struct PendingCalls: Sendable {
  private struct Group {
    var number: Int64
    var calls: Int64
    var tokens: Int64

    func amount(_ unit: LimitRule.Unit) -> Int64 { unit == .requests ? calls : tokens }
  }

  private let width: Nanoseconds
  private let count: Int64
  /// By number.
  private var groups: [Group] = []

  init(window: Nanoseconds) {
    let patience = min(window, .minutes(10))
    width = max(1, patience / 60)
    count = (patience + width - 1) / width
  }

  func total(_ unit: LimitRule.Unit, at now: Nanoseconds) -> Int64 {
    let numbers = numbers(at: now)
    return groups.reduce(0) { numbers.contains($1.number) ? $0.adding($1.amount(unit)) : $0 }
  }

  mutating func admit(tokens: Int64, at now: Nanoseconds) {
    forget(at: now)
    let number = now / width
    if let last = groups.indices.last, groups[last].number >= number {
      groups[last].calls = groups[last].calls.adding(1)
      groups[last].tokens = groups[last].tokens.adding(max(0, tokens))
    } else {
      groups.append(Group(number: number, calls: 1, tokens: max(0, tokens)))
    }
  }

  mutating func arrive(at now: Nanoseconds) {
    forget(at: now)
    guard let oldest = groups.indices.first else { return }
    if groups[oldest].calls <= 1 {
      groups.removeFirst()
    } else {
      groups[oldest].tokens -= groups[oldest].tokens / groups[oldest].calls
      groups[oldest].calls -= 1
    }
  }

  /// The first moment at which no more than `most` are pending if none is admitted until then.
  func moment(when most: Int64, _ unit: LimitRule.Unit, after now: Nanoseconds) -> Nanoseconds {
    let numbers = numbers(at: now)
    var left = groups.filter { numbers.contains($0.number) }[...]
    var moment = now
    while let oldest = left.first, left.reduce(0, { $0.adding($1.amount(unit)) }) > most {
      moment = (oldest.number + count + 1) * width
      left.removeFirst()
    }
    return moment
  }

  private mutating func forget(at now: Nanoseconds) {
    let numbers = numbers(at: now)
    groups.removeAll { !numbers.contains($0.number) }
  }

  private func numbers(at now: Nanoseconds) -> ClosedRange<Int64> {
    let number = now / width
    return number - count...number
  }
}
