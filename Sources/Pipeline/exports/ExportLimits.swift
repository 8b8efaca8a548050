internal import CallModel

/// How much is sent at once, how long it may wait, and how failures are met.
struct ExportLimits: Hashable, Sendable {
  /// A batch is whole at so many verdicts and alerts, or so many bytes of them.
  var batchItems = 512
  var batchBytes = 1 << 20
  /// How long a verdict waits for others.
  var delay = Nanoseconds.seconds(1)
  /// How often a snapshot is taken; nil for an exporter that wants none.
  var interval: Nanoseconds?
  /// How long a batch is tried.
  var giveUpAfter = Nanoseconds.minutes(5)
  /// The time after the first failure, doubled with each further one.
  var firstPause = Nanoseconds.seconds(1)
  var longestPause = Nanoseconds.minutes(1)
  /// The longest that a receiver may make us wait.
  var longestRetryAfter = Nanoseconds.hours(1)
  /// So many failures in a row open the circuit.
  var openAfter = 5

  /// The time until the next attempt: exponential, its second half random, so that senders that
  /// failed together do not come back together.
  ///
  /// - Parameter jitter: from 0 to 1.
  func pause(failures: Int, jitter: Double) -> Nanoseconds {
    let doublings = min(max(failures - 1, 0), 20)
    let (product, overflow) = firstPause.multipliedReportingOverflow(by: 1 << doublings)
    let full = overflow ? longestPause : min(product, longestPause)
    return full / 2 + Nanoseconds(Double(full / 2) * min(max(jitter, 0), 1))
  }
}
