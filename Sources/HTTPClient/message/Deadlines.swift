package import CallModel

/// The four ways in which a request can take too long.
package enum Deadline: String, Hashable, Sendable, CaseIterable {
  case connect
  case firstByte = "first_byte"
  case idle
  case total
}

/// How long a request may take. Values outside 1 ms to 7 days are brought inside.
package struct Deadlines: Hashable, Sendable {
  /// Until a connection stands, encryption included, or a kept one is free. Each redirect starts it anew.
  package var connect: Nanoseconds
  /// From then until the first byte of the answer's head.
  package var firstByte: Nanoseconds
  /// Between two pieces of the answer. It rests while the consumer lags and the server has to wait.
  package var idle: Nanoseconds
  /// From `send` to the end of the body, redirects included.
  package var total: Nanoseconds

  package init(
    connect: Nanoseconds = .seconds(10), firstByte: Nanoseconds = .seconds(60), idle: Nanoseconds = .seconds(60),
    total: Nanoseconds = .minutes(10)
  ) {
    self.connect = connect
    self.firstByte = firstByte
    self.idle = idle
    self.total = total
  }

  /// The same with every value in bounds, so that sums with a moment cannot overflow.
  var clamped: Deadlines {
    func clamp(_ value: Nanoseconds) -> Nanoseconds { min(max(value, .milliseconds(1)), .days(7)) }
    return Deadlines(connect: clamp(connect), firstByte: clamp(firstByte), idle: clamp(idle), total: clamp(total))
  }
}
