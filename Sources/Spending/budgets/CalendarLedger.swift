internal import CallModel

/// What was spent in a period of the calendar, and in the one before it.
///
/// The period before stays for a clock that is set back over the end of one.
struct CalendarLedger: Sendable {
  private var start: Nanoseconds
  private var used = NanoDollars.zero
  private var earlierStart: Nanoseconds?
  private var earlierUsed = NanoDollars.zero

  init(start: Nanoseconds) { self.start = start }

  /// What was spent in the period that begins at a moment.
  func used(inPeriodFrom period: Nanoseconds) -> NanoDollars {
    period == start ? used : period == earlierStart ? earlierUsed : .zero
  }

  /// Counts what was spent in the period that begins at a moment; periods that are over and
  /// gone are not counted any more.
  ///
  /// - Parameter current: the beginning of the period that is running.
  mutating func add(_ cost: NanoDollars, inPeriodFrom period: Nanoseconds, current: Nanoseconds) {
    move(to: current)
    if period == start { used += cost } else if period == earlierStart { earlierUsed += cost }
  }

  private mutating func move(to current: Nanoseconds) {
    guard current != start else { return }
    if current > start {
      (earlierStart, earlierUsed) = (start, used)
      used = .zero
    } else {
      used = current == earlierStart ? earlierUsed : .zero
      earlierStart = nil
    }
    start = current
  }
}
