/// How far two lists of tokens agree, whatever their order.
package struct TokenOverlap: Hashable, Sendable {
  /// The share of the answer's tokens that the reference has too.
  package let precision: Double
  /// The share of the reference's tokens that the answer has too.
  package let recall: Double

  /// Each token counts as often as it stands in both. Where one list is empty both shares are 0,
  /// where both are, 1 (as in SQuAD's scoring).
  package init(of answer: [String], with reference: [String]) {
    guard !answer.isEmpty, !reference.isEmpty else {
      precision = answer.isEmpty && reference.isEmpty ? 1 : 0
      recall = precision
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
    precision = Double(shared) / Double(answer.count)
    recall = Double(shared) / Double(reference.count)
  }

  /// The harmonic mean of both, from 0 to 1.
  package var f1: Double {
    precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
  }
}
