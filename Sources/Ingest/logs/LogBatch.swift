/// What one logs request holds.
package struct LogBatch: Sendable {
  /// The records that carry content of a call, in the order of the request's bytes.
  package var parts: [ContentPart] = []
  /// All log records, of whatever kind.
  package var records = 0
  /// Records with content of a call that name no span (an id is missing, of the wrong length or
  /// zero), and are therefore no parts.
  package var unlinked = 0
  /// `gen_ai.evaluation.result` events.
  package var evaluations = ReadEvaluations()

  package init() {}

  /// The text for `partial_success.error_message`: why evaluations were rejected, and what else the
  /// sender should know. Empty if there is nothing to say.
  package var warning: String {
    [evaluations.rejection, unlinkedContent].filter { !$0.isEmpty }.joined(separator: "; ")
  }

  private var unlinkedContent: String {
    guard unlinked > 0 else { return "" }
    return "\(unlinked) of \(records) log records carry content of a call but name no span; "
      + "send trace_id and span_id with them"
  }
}
