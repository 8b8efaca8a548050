internal import Text

/// When an answer counts as the same as a reference.
enum AnswerMatch: Sendable {
  /// The same code points; white space at the ends aside.
  case exact
  /// The same tokens in the same order; see `answerTokens`.
  case normalised
  /// Enough of the same tokens in any order, by the harmonic mean of precision and recall.
  case f1(atLeast: Double)
}

/// How near an answer is to one reference.
struct Nearness: Sendable {
  /// Token F1, from 0 to 1.
  let f1: Double
  let isMatch: Bool
}

/// An answer or a reference, with what comparing it needs.
struct ComparedText: Sendable {
  let text: String
  let tokens: [String]

  init(_ text: String) {
    self.text = text
    tokens = text.answerTokens
  }

  func nearness(to reference: ComparedText, by match: AnswerMatch) -> Nearness {
    let f1 = TokenOverlap(of: tokens, with: reference.tokens).f1
    let isMatch =
      switch match {
      case .exact:
        text.trimmingWhiteSpace.unicodeScalars.elementsEqual(reference.text.trimmingWhiteSpace.unicodeScalars)
      case .normalised: tokens == reference.tokens
      case .f1(let least): f1 >= least
      }
    return Nearness(f1: f1, isMatch: isMatch)
  }
}
