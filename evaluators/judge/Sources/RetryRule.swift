internal import CallModel

/// Whether a request is tried again, and after what pause.
struct RetryRule: Hashable, Sendable {
  /// Tries after the first.
  var most: Int
  static let firstPause: Nanoseconds = .milliseconds(500)
  static let longestPause: Nanoseconds = .seconds(16)

  /// The pause before the next try; nil: there is none.
  ///
  /// - Parameters:
  ///   - tried: how many tries there were, at least one.
  ///   - asked: what the server's `Retry-After` says; it is never shortened.
  ///   - left: the time that the question still has.
  ///   - jitter: from 0 to 1; a pause that nobody asked for is that part of its length (full jitter).
  func pause(tried: Int, asked: Nanoseconds?, left: Nanoseconds, jitter: Double) -> Nanoseconds? {
    guard tried <= most else { return nil }
    let doubled = Self.firstPause << Int64(min(max(tried - 1, 0), 5))
    let pause =
      asked ?? Nanoseconds(Double(min(doubled, Self.longestPause)) * min(max(jitter, 0), 1))
    return pause < left ? pause : nil
  }
}
