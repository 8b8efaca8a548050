package import CallModel

/// What came of something that a plugin was asked.
package enum PluginReply: Hashable, Sendable {
  /// An evaluator's verdict on a call.
  case verdict(Verdict)
  /// An exporter sent the item on.
  case delivered
  /// An exporter did not send the item on: why, and whether to try again, and when.
  case refused(String, isTransient: Bool, after: Nanoseconds?)
  /// The plugin gave no answer that can be used.
  case failed(PluginFailure)
}

/// Why a plugin gave no answer, with a sentence for a person.
package struct PluginFailure: Error, Hashable, Sendable {
  /// The raw value is a stable code: the label of the verdict.
  package enum Code: String, Sendable, CaseIterable {
    /// It ended while it had the question.
    case crashed = "plugin_crashed"
    /// It did not answer in time.
    case timeout = "plugin_timeout"
    /// What it answered is against the protocol.
    case protocolFault = "plugin_protocol"
    /// It did not start, or waits to be started again.
    case unavailable = "plugin_unavailable"
    /// More waits for it than the queue holds.
    case busy = "plugin_busy"
    /// The question makes a longer line than the protocol allows.
    case tooLong = "plugin_line_too_long"
    /// Whoever asked no longer wants the answer, or the plugin is being stopped.
    case cancelled = "plugin_cancelled"
  }

  package let code: Code
  package let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The verdict on a call that could not be judged for this.
  package var verdict: Verdict { .error(message, label: code.rawValue) }
}
