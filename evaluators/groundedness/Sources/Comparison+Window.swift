internal import Language

extension Comparison {
  /// What the nearest sentences say otherwise: qualifiers that they lack, opposites that they have.
  func compareWindow(of claim: inout Claim, _ tokens: ArraySlice<Token>) {
    var surfaces = Set<Term>()
    var terms = Set<Term>()
    for sentence in claim.window {
      for token in context.text.tokens[context.text.sentences[sentence].tokens].prefix(Self.mostTokens) {
        surfaces.insert(token.surface)
        terms.insert(token.term)
      }
    }
    for token in tokens.prefix(Self.mostTokens)
    where token.kind == .word && token.weight == 0 && Qualifiers.contains(token) && !surfaces.contains(token.surface) {
      claim.newQualifiers += 1
    }
    let own = Set(claim.content.map(\.term))
    for (index, token) in claim.content.enumerated() where !terms.contains(claim.matches[index].term) {
      let opposites = Lexicon.shared.opposites(of: token.term)
      if opposites.contains(where: { terms.contains($0) && !own.contains($0) }) { claim.opposites += 1 }
    }
  }

  private static let mostTokens = 400
}

/// Stop words that change what a sentence claims: how many, how surely, compared how, and when.
enum Qualifiers {
  static func contains(_ token: Token) -> Bool { surfaces.contains(token.surface) }

  private static let surfaces = Set(
    """
    all every most many few some each any both only never often may might can could will would must should shall more
    less least under over above below up down before after until since during while because though however
    """.split(whereSeparator: { $0 == " " || $0 == "\n" }).map { Term(hashing: $0.utf8) })
}
