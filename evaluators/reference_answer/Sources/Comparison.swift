internal import Text

/// A method with what it needs to know.
struct Comparison: Sendable {
  var method = Method.normalised
  /// For graded methods.
  var passAt = 0.8
  /// For `numeric`.
  var numeric = NumericRule()

  /// Nil where the two texts are too long to be compared.
  func nearness(of answer: ComparedText, to reference: ComparedText) -> Nearness? {
    let score: Double?
    switch method {
    case .exact: return Nearness(isMatch: answer.isExactly(reference))
    case .normalised: return Nearness(isMatch: answer.canonical.parts == reference.canonical.parts)
    case .numeric:
      let isMatch = reference.number.map { numeric.accepts(answer.canonical, for: $0) } ?? false
      return Nearness(isMatch: isMatch)
    case .contains:
      let place = answer.canonical.place(of: reference.canonical)
      return Nearness(isMatch: place != nil, place: place)
    case .f1: score = TokenOverlap(of: answer.tokens, with: reference.tokens).f1
    case .rouge1: score = Rouge(reference: reference.text).unigrams(of: answer.text).f1
    case .rouge2: score = Rouge(reference: reference.text).bigrams(of: answer.text).f1
    case .rougeL: score = Rouge(reference: reference.text).longest(of: answer.text)?.f1
    case .chrF: score = ChrF(reference: reference.text)?.score(of: answer.text)
    case .edit: score = editSimilarity(of: answer.text.foldingWhiteSpace, reference.text.foldingWhiteSpace)
    }
    return score.map { Nearness(score: $0, isMatch: $0 >= passAt) }
  }
}

/// How near an answer is to one reference.
struct Nearness: Sendable {
  /// From 0 to 1.
  let score: Double
  let isMatch: Bool
  /// Where the answer has the reference, in code points; for `contains` alone.
  let place: Range<Int>?

  init(score: Double, isMatch: Bool) {
    (self.score, self.isMatch) = (score, isMatch)
    place = nil
  }

  init(isMatch: Bool, place: Range<Int>? = nil) {
    score = isMatch ? 1 : 0
    self.isMatch = isMatch
    self.place = place
  }
}
