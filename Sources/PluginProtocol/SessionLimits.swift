package import CallModel

/// The bounds of a session with a plugin's program.
package struct SessionLimits: Hashable, Sendable {
  /// Questions that may be with the program at once.
  package var maxInFlight: Int
  /// Questions that may wait for a place there; more are refused at once.
  package var queue: Int
  /// How long an answer may take, counted from the question.
  package var timeout: Nanoseconds
  /// How long the program may take to be ready.
  package var ready: Nanoseconds = .seconds(10)
  /// How long a program may take to answer what was cancelled before it counts as hung.
  package var grace: Nanoseconds = .seconds(1)
  /// How long it may take to end once its input is closed.
  package var farewell: Nanoseconds = .seconds(2)
  /// The wait before the second restart in a row; it doubles from there. The first comes at once.
  package var firstPause: Nanoseconds = .milliseconds(250)
  /// The longest wait before a restart.
  package var longestPause: Nanoseconds = .seconds(30)
  /// How long a program must have been ready for its end to be the first in a row again.
  package var healthy: Nanoseconds = .seconds(10)
  /// Lines in a row that are of no use before a program counts as flooding.
  package var strayLines = 1_000

  package init(maxInFlight: Int = 64, queue: Int = 4_096, timeout: Nanoseconds = .seconds(2)) {
    self.maxInFlight = maxInFlight
    self.queue = queue
    self.timeout = timeout
  }
}
