/// What another program says of an answer: OTel's event `gen_ai.evaluation.result`, an annotation of
/// OpenInference's, or one of Phoenix's API.
package struct EvaluationReport: Hashable, Sendable {
  /// How long a name or label may be, in characters; one that is longer is cut.
  package static let longestName = 200
  /// How long an explanation may be, in characters; one that is longer is cut.
  package static let longestExplanation = 2_000

  /// What its sender calls the evaluation: `gen_ai.evaluation.name`.
  package var name = ""
  /// The trace of what it speaks of; invalid if it names none.
  package var trace = TraceID.invalid
  /// The span of the call that it speaks of, or one around it; invalid if it names none.
  package var span = SpanID.invalid
  /// The provider's id of the answer (`gen_ai.response.id`), as a hash; nil if it names none.
  package var response: UInt64?
  /// On whatever scale the sender uses; finite.
  package var score: Double?
  package var label: String?
  package var explanation: String?
  /// Why the evaluator could not judge: `error.type`.
  package var errorType: String?

  package init() {}

  /// Why it is of no use to anybody; nil if it is.
  package var problem: String? {
    if name.isEmpty { return "it has no name (gen_ai.evaluation.name)" }
    if !trace.isValid, !span.isValid, response == nil {
      return "it names no call; send trace_id and span_id with it, or gen_ai.response.id"
    }
    if score == nil, label == nil, errorType == nil {
      return "it has neither a finite score, a label nor an error.type"
    }
    return nil
  }
}
