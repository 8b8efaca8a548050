internal import CallModel

/// Which deadline of a request runs out next.
struct TransferClock {
  private enum Phase { case connecting, waiting, streaming, paused }

  private let deadlines: Deadlines
  private let start: Nanoseconds
  private var phase = Phase.connecting
  private var since: Nanoseconds

  init(_ deadlines: Deadlines, now: Nanoseconds) {
    self.deadlines = deadlines
    start = now
    since = now
  }

  /// A redirect is followed.
  mutating func restarted(at now: Nanoseconds) { (phase, since) = (.connecting, now) }

  /// A connection stands; the request goes out.
  mutating func connected(at now: Nanoseconds) { (phase, since) = (.waiting, now) }

  /// A piece of the answer has come.
  mutating func received(at now: Nanoseconds) { (phase, since) = (.streaming, now) }

  /// The consumer lags; the server is not to blame.
  mutating func paused() { phase = .paused }

  mutating func resumed(at now: Nanoseconds) {
    if phase == .paused { (phase, since) = (.streaming, now) }
  }

  /// The deadline that is the first to pass, and when.
  var next: (deadline: Deadline, at: Nanoseconds) {
    let total = (deadline: Deadline.total, at: start + deadlines.total)
    let step: (deadline: Deadline, at: Nanoseconds) =
      switch phase {
      case .connecting: (.connect, since + deadlines.connect)
      case .waiting: (.firstByte, since + deadlines.firstByte)
      case .streaming: (.idle, since + deadlines.idle)
      case .paused: total
      }
    return step.at < total.at ? step : total
  }
}
