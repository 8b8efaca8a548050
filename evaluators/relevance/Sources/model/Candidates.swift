internal import Language

extension ExpectedAnswer {
  /// Whether a token of an answer, which the question has not, may be what was asked for.
  func mayBe(_ token: Token, at index: Int, of text: AnalysedText) -> Bool {
    switch self {
    case .person, .name, .place:
      token.kind == .word && token.isCapitalised && token.weight > 0 && !times.contains(token.surface)
    case .time: isTime(token, of: text)
    case .number: token.kind == .number || isMasked(token)
    case .reason: reasons.contains(token.surface)
    case .manner: manners.contains(token.surface) || token.isContent
    case .thing: token.isContent
    }
  }

  /// How well a token fits: 1, or less where nearly everything does.
  func fit(_ token: Token, at index: Int, of text: AnalysedText) -> Double {
    switch self {
    case .place:
      index > 0 && prepositions.contains(text.tokens[index - 1].surface) ? 1 : 0.6
    case .person: isInRun(index, text) ? 1 : token.beginsSentence ? 0.5 : 0.7
    case .time: token.kind == .number && !isYear(token) ? 0.7 : 1
    default: 1
    }
  }

  private func isTime(_ token: Token, of text: AnalysedText) -> Bool {
    token.kind == .number || isMasked(token) || times.contains(token.surface)
  }

  /// Whether a capital stands beside it: first name and surname.
  private func isInRun(_ index: Int, _ text: AnalysedText) -> Bool {
    [index - 1, index + 1].contains { text.tokens.indices.contains($0) && text.tokens[$0].isName }
  }

  private func isYear(_ token: Token) -> Bool { (4...5).contains(token.range.count) }

  /// `<num>`, as corpora and masks write where digits stood.
  private func isMasked(_ token: Token) -> Bool { token.surface == masked }
}

private func set(_ words: String) -> Set<Term> { Set(words.split(separator: " ").map { Term(hashing: $0.utf8) }) }

private let masked = Term(hashing: "num".utf8)
private let reasons = set("because since due so reason reasons therefore cause caused causes thanks owing for as to")
private let manners = set("by through with using via from when after")
private let prepositions = set("in at from near to of outside around between through into across")
private let times = set(
  """
  january february march april may june july august september october november december jan feb mar apr jun jul aug sep \
  sept oct nov dec monday tuesday wednesday thursday friday saturday sunday century decade year years ago today yesterday \
  tomorrow spring summer autumn winter morning evening night week month
  """)
