/// Words that say nothing of themselves.
enum StopWords {
  static func contains(_ word: Term) -> Bool { hashes.contains(word) }

  private static let hashes = Set(words.map { Term(hashing: $0.utf8) })

  private static let words = """
    a about above after again against all also although am among an and any are as at be because been before being
    below between both but by can could did do does doing done down during each either else et etc ever every few for
    from further had has have having he hence her here hers herself him himself his how however i if in into is it its
    itself just least less let many may me might mine more most much must my myself neither nor of off often on once
    only or other others ought our ours ourselves out over own per quite rather really same shall she should since so
    some still such than that the their theirs them themselves then there therefore these they this those though
    through thus to too under until up upon us very via was we well were what when where whether which while who whom
    whose why will with within without would yes yet you your yours yourself yourselves s t m re ve ll d ca wo sha
    not no never none nothing nobody nowhere anybody somebody everybody anyone someone everyone anything something
    everything
    """.split(whereSeparator: { $0 == " " || $0 == "\n" })
}

/// Words that turn a sentence round.
package enum Negation {
  package static func contains(_ token: Token) -> Bool { token.kind == .word && terms.contains(token.surface) }

  private static let terms = Set(
    ["not", "no", "never", "none", "nothing", "nobody", "neither", "nor", "without", "cannot", "hardly", "nowhere"]
      .map { Term(hashing: $0.utf8) })
}
