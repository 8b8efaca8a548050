internal import Glibc

/// The time that several searches share, so that many patterns cost no more than one evil one.
///
/// Each search has its own limit beside it. Searches that take what their length gives a reason
/// for are never stopped: the budget grows with the bytes that are to be searched.
package struct SearchBudget {
  private let allowance: Int64
  private let beganWall: Int64
  /// Set when the cheaper clock says that the time is over: it may have been waiting for a core.
  private var beganOwn: Int64?

  /// What searches may take that meet nothing evil, in nanoseconds: a few milliseconds, and
  /// this many more for each byte and pattern.
  static let least: Int64 = 5_000_000
  static let perByte: Int64 = 4

  /// For searching so many bytes for so many patterns.
  package init(bytes: Int, patterns: Int) {
    let (work, isHuge) = Int64(clamping: bytes).multipliedReportingOverflow(by: Int64(clamping: patterns))
    allowance = Self.least + (isHuge ? .max / 2 : min(work, .max / 2 / Self.perByte) * Self.perByte)
    beganWall = clock(CLOCK_MONOTONIC)
  }

  /// How much time the next search may take, in nanoseconds; nil if none is left.
  package mutating func left() -> Int64? {
    if let beganOwn {
      let rest = allowance - (clock(CLOCK_THREAD_CPUTIME_ID) - beganOwn)
      return rest > 0 ? rest : nil
    }
    if clock(CLOCK_MONOTONIC) - beganWall > allowance {
      beganOwn = clock(CLOCK_THREAD_CPUTIME_ID)
      return allowance
    }
    return .max
  }
}
