package import CallModel

/// What one trace request holds.
package struct TraceBatch: Sendable {
  /// Inference and embeddings spans, in the order of the request's bytes.
  package var calls: [CallRecord] = []
  /// Spans of retrievers and rerankers, in the same order: what they found is context of calls.
  package var parts: [ContentPart] = []
  /// What spans say of answers: of their own, or of another span's.
  package var evaluations = ReadEvaluations()
  /// All spans, of whatever kind, the rejected ones among them.
  package var spans = 0
  /// Spans that were refused for good: the rest of the request stands.
  package var rejectedSpans = 0
  /// Why spans were refused, each with the span's index (from 0) and the field: the first five.
  package private(set) var problems: [String] = []
  package var repairs = Repairs()

  package init() {}

  static let mostProblems = 5

  mutating func reject(_ problem: @autoclosure () -> String) {
    rejectedSpans += 1
    if problems.count < Self.mostProblems { problems.append(problem()) }
  }

  /// The text for `partial_success.error_message`; empty if nothing was refused.
  package var rejection: String {
    guard rejectedSpans > 0 else { return "" }
    let rest = rejectedSpans - problems.count
    return problems.joined(separator: "; ") + (rest > 0 ? "; and \(rest) more" : "")
  }
}
