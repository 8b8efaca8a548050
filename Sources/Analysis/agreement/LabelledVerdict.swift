/// An evaluator's verdict on a call that people have labelled.
package struct LabelledVerdict: Hashable, Sendable {
  /// What people say of the answer.
  package var isGood: Bool
  /// Whether the evaluator failed it; otherwise it passed.
  package var isFailed: Bool
  /// 0 to 1, where the evaluator gives one.
  package var score: Double?

  package init(isGood: Bool, isFailed: Bool, score: Double? = nil) {
    self.isGood = isGood
    self.isFailed = isFailed
    self.score = score
  }
}
