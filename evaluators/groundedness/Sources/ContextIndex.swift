internal import Language

/// The context of a call, ready for many look-ups: where each term stands, and in which sentence.
struct ContextIndex {
  let text: AnalysedText
  let soft: SoftMatch
  /// The tokens that say something, in order.
  let content: [Token]
  /// The sentence of each of those.
  let sentences: [Int32]
  /// Of each sentence, its part of `content`.
  let spans: [Range<Int>]
  private let places: [Term: [Int32]]
  /// The places of a term that are looked at: bounds what a word that stands everywhere costs.
  private static let mostPlaces = 48

  init(_ text: AnalysedText) {
    self.text = text
    soft = SoftMatch(in: text)
    var content: [Token] = []
    var sentences: [Int32] = []
    var spans: [Range<Int>] = []
    var places: [Term: [Int32]] = [:]
    places.reserveCapacity(text.tokens.count / 2)
    for (number, sentence) in text.sentences.enumerated() {
      let start = content.count
      for token in text.tokens[sentence.tokens] where token.isContent {
        let place = Int32(truncatingIfNeeded: content.count)
        places[token.term, default: []].append(place)
        content.append(token)
        sentences.append(Int32(truncatingIfNeeded: number))
      }
      spans.append(start..<content.count)
    }
    (self.content, self.sentences, self.spans, self.places) = (content, sentences, spans, places)
  }

  /// Where a term stands in `content`: its first places, in order.
  func places(of term: Term) -> ArraySlice<Int32> { places[term]?.prefix(Self.mostPlaces) ?? [] }

  /// How far the second term stands behind the first where they are nearest, counted in telling words.
  func distance(from left: Term, to right: Term) -> Int? {
    let (lefts, rights) = (places(of: left), places(of: right))
    var nearest: Int?
    var j = rights.startIndex
    for place in lefts {
      while j < rights.endIndex, rights[j] <= place { j += 1 }
      guard j < rights.endIndex else { break }
      let gap = Int(rights[j] - place)
      nearest = min(nearest ?? gap, gap)
    }
    return nearest
  }
}
