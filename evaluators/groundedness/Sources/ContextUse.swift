internal import Language

/// What an answer takes up of the names that its context has beyond the question's.
struct ContextUse: Sendable {
  /// How many different names there are.
  let names: Int
  /// How many of them the answer has.
  let taken: Int

  init(of context: ContextIndex, by claims: [Claim], question: Set<Term>) {
    let used = Set(claims.lazy.flatMap(\.matches).filter { $0.share > 0 }.map(\.term))
    var seen = Set<Term>()
    var taken = 0
    for token in context.content where token.isName && !question.contains(token.term) {
      if seen.insert(token.term).inserted, used.contains(token.term) { taken += 1 }
    }
    (names, self.taken) = (seen.count, taken)
  }

  var share: Double { names > 0 ? Double(taken) / Double(names) : 0 }
}
