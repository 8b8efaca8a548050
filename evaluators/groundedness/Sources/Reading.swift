internal import CallModel
internal import Language

/// An answer, what it was asked, and what it should rest on, cut into sentences and words.
struct Reading {
  let answer: AnalysedText
  let context: AnalysedText
  /// The terms of the question.
  let question: Set<Term>

  /// The code points that are read of an answer, of all its context together, and of the question.
  static let mostAnswer = 1 << 16
  static let mostContext = 1 << 19
  static let mostQuestion = 1 << 14

  init(_ call: LLMCall) {
    answer = AnalysedText(call.output, limit: Self.mostAnswer)
    context = AnalysedText(call.context.joined(separator: "\n"), limit: Self.mostContext)
    let asked = AnalysedText(call.input, limit: Self.mostQuestion)
    question = Set(asked.tokens.lazy.filter(\.isContent).map(\.term))
  }
}

/// An answer compared with its context: features of the whole, and of each sentence.
struct Measurement {
  /// One for each sentence of the answer.
  let claims: [Claim]
  let use: ContextUse
  let whole: FeatureVector

  init(_ reading: Reading) {
    let index = ContextIndex(reading.context)
    var comparison = Comparison(context: index, question: reading.question)
    claims = reading.answer.sentences.map { comparison.claim($0, of: reading.answer) }
    use = ContextUse(of: index, by: claims, question: reading.question)
    whole = FeatureVector(of: claims, use: use, opening: reading.answer.tokens.first?.surface)
  }

  /// The features of one sentence, as if it were the whole answer.
  func features(of claim: Claim) -> FeatureVector { FeatureVector(of: [claim], use: use, opening: nil) }
}
