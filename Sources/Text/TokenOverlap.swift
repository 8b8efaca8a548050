/// How far an answer and a reference agree: two shares, and their harmonic mean.
package struct TokenOverlap: Hashable, Sendable {
  /// The share of the answer's tokens that the reference has too.
  package let precision: Double
  /// The share of the reference's tokens that the answer has too.
  package let recall: Double

  /// Takes what was counted; a share of nothing is 0.
  package init(shared: Int, answer: Int, reference: Int) {
    precision = answer > 0 ? Double(shared) / Double(answer) : 0
    recall = reference > 0 ? Double(shared) / Double(reference) : 0
  }

  /// Compares lists of tokens, whatever their order.
  ///
  /// Each token counts as often as it stands in both. Where one list is empty both shares are 0,
  /// where both are, 1 (as in SQuAD's scoring).
  package init(of answer: [String], with reference: [String]) {
    if answer.isEmpty, reference.isEmpty {
      self.init(shared: 1, answer: 1, reference: 1)
      return
    }
    var left: [String: Int] = [:]
    for token in reference { left[token, default: 0] += 1 }
    var shared = 0
    for token in answer {
      guard let count = left[token], count > 0 else { continue }
      left[token] = count - 1
      shared += 1
    }
    self.init(shared: shared, answer: answer.count, reference: reference.count)
  }

  /// The harmonic mean of both, from 0 to 1.
  package var f1: Double {
    precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
  }
}
