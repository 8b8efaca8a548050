internal import CallModel

/// Time that only moves on, made from a wall clock that may be set back.
///
/// What waits would otherwise wait for as long as the clock was set back, or for ever after one
/// reading that was far ahead.
struct AssemblyClock: Sendable {
  /// Nanoseconds since the first reading.
  private(set) var elapsed: Nanoseconds = 0
  private var last: Nanoseconds?

  /// Moves on by what the wall clock has moved on since it was last read.
  mutating func read(_ now: Nanoseconds) {
    if let last {
      let (step, overflow) = now.subtractingReportingOverflow(last)
      if !overflow, step > 0 { elapsed = min(elapsed + min(step, .days(1)), .max / 2) }
    }
    last = now
  }

  /// The moment of the wall clock at which `elapsed` will be what is given.
  func moment(of elapsed: Nanoseconds) -> Nanoseconds {
    guard let last else { return .min }
    let (sum, overflow) = last.addingReportingOverflow(elapsed - self.elapsed)
    return overflow ? .max : sum
  }
}
