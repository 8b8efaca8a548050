/// Finds how nearly the terms of one text stand in another: the same stem, or one that begins alike.
///
/// 1 for the same term; .85 for words that share their first four letters and 70 % of the longer one, .7 for 60 %, or
/// for five letters and half of it. Numbers match exactly or not at all. Ties go to what stands first.
package struct SoftMatch: Sendable {
  /// A match: how good it is, from 0 to 1, and with which term.
  package struct Match: Hashable, Sendable {
    package var share: Double
    package var term: Term

    package static let none = Match(share: 0, term: 0)
    /// Whether the term counts as seen.
    package var isSeen: Bool { share >= 0.7 }
  }

  private let text: AnalysedText
  /// Where each term stands first.
  private var places: [Term: Int32] = [:]
  /// The first places of the terms that begin with four letters, in order.
  private var beginnings: [UInt32: [Int32]] = [:]

  package init(in text: AnalysedText) {
    self.text = text
    places.reserveCapacity(text.tokens.count / 2)
    for (index, token) in text.tokens.enumerated() where places[token.term] == nil {
      places[token.term] = Int32(truncatingIfNeeded: index)
      if token.kind == .word, token.weight > 0, token.stem.count >= 4 {
        beginnings[Self.beginning(text.letters, token.stem), default: []].append(Int32(truncatingIfNeeded: index))
      }
    }
  }

  /// Whether exactly this term stands in the text.
  package func contains(_ term: Term) -> Bool { places[term] != nil }

  /// The token where a term stands first.
  package func place(of term: Term) -> Int? { places[term].map(Int.init) }

  /// The best match of a token of another text.
  package func match(_ token: Token, of other: AnalysedText) -> Match {
    if places[token.term] != nil { return Match(share: 1, term: token.term) }
    guard token.kind == .word, token.weight > 0, token.stem.count >= 4,
      let candidates = beginnings[Self.beginning(other.letters, token.stem)]
    else { return .none }
    var best = Match.none
    // Bounded: a text made to have thousands of words that begin alike costs no more.
    for index in candidates.prefix(64) {
      let candidate = text.tokens[Int(index)]
      let share = Self.likeness(other.letters, token.stem, text.letters, candidate.stem)
      if share > best.share { best = Match(share: share, term: candidate.term) }
    }
    return best
  }

  private static func beginning(_ letters: [UInt8], _ stem: Range<Int>) -> UInt32 {
    var key: UInt32 = 0
    for index in stem.prefix(4) { key = key << 8 | UInt32(letters[index]) }
    return key
  }

  private static func likeness(
    _ letters: [UInt8], _ stem: Range<Int>, _ others: [UInt8], _ other: Range<Int>
  ) -> Double {
    var shared = 0
    while shared < min(stem.count, other.count),
      letters[stem.lowerBound + shared] == others[other.lowerBound + shared]
    { shared += 1 }
    let ratio = Double(shared) / Double(max(stem.count, other.count))
    if ratio >= 0.7 { return 0.85 }
    return ratio >= 0.6 || (shared >= 5 && ratio >= 0.5) ? 0.7 : 0
  }
}
