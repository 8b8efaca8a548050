package import PluginKit

/// What a session asks of whoever drives it, in this order.
package enum SessionAction: Sendable {
  /// Start the program, and say `started` or `failedToStart`.
  case start
  /// Write these lines to its standard input.
  case write([PluginLine])
  /// A question has its answer.
  case reply(id: UInt64, PluginReply)
  /// Close its standard input.
  case closeInput
  /// End the program and all that it began, and say `ended` as ever.
  case kill
  /// A line for the service's log.
  case log(LogLevel, String)
  /// The session is over: nothing comes any more.
  case finished
}

/// What a session has counted.
package struct SessionTally: Hashable, Sendable {
  /// Questions answered, with something of use.
  package var answers: UInt64 = 0
  /// The time from a question's line to its answer, in nanoseconds, all together.
  package var answering: UInt64 = 0
  package var timeouts: UInt64 = 0
  /// Programs started after the first.
  package var restarts: UInt64 = 0
  /// Lines and answers against the protocol.
  package var faults: UInt64 = 0
  /// Answers that nobody waits for: late, given twice, or to an id that was never asked.
  package var strays: UInt64 = 0
}
