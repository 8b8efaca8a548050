internal import Language

/// What a question is about: its distinct terms with their weights, and what sort of answer it wants.
struct AskedTerms: Sendable {
  struct Asked: Sendable {
    let term: Term
    let weight: Double
    let isName: Bool
    let isVerb: Bool
    let relations: [Int]
  }

  /// More of a question are not looked at.
  static let mostTerms = 40
  /// How much a word counts that only says what sort of answer is wanted.
  static let focusWeight = 0.4

  let text: AnalysedText
  let expected: ExpectedAnswer
  private(set) var terms: [Asked] = []
  /// The place among `terms` of each term.
  private(set) var places: [Term: Int] = [:]
  let total: Double
  private let match: SoftMatch

  init(_ question: String) {
    text = AnalysedText(question, limit: 8_192)
    match = SoftMatch(in: text)
    let focus = Focus(of: text)
    expected = focus.expected
    for (index, token) in text.tokens.enumerated() where token.isContent && terms.count < Self.mostTerms {
      if let place = places[token.term] {
        // The same word in another place may be the name.
        if token.isName, !terms[place].isName { terms[place] = asked(token, index) }
        continue
      }
      places[token.term] = terms.count
      terms.append(asked(token, index))
    }
    total = terms.reduce(0) { $0 + $1.weight }

    func asked(_ token: Token, _ index: Int) -> Asked {
      Asked(
        term: token.term, weight: token.weight * (index == focus.token ? Self.focusWeight : 1), isName: token.isName,
        isVerb: token.part == .verb,
        relations: Relations.groups[token.term] ?? [])
    }
  }

  /// Which of the terms a token of an answer stands for, and how nearly.
  func place(of token: Token, in answer: AnalysedText) -> (place: Int, share: Double)? {
    if let place = places[token.term] { return (place, 1) }
    let found = match.match(token, of: answer)
    if found.isSeen, let place = places[found.term] { return (place, found.share) }
    guard let relations = Relations.groups[token.term] else { return nil }
    let related = terms.firstIndex { Relations.areRelated($0.relations, relations) }
    return related.map { ($0, Relations.share) }
  }
}
