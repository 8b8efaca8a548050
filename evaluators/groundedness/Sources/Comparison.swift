internal import Language

/// Compares the sentences of an answer with its context.
///
/// Work is bounded: a sentence's first 80 telling words against 160 of the nearest sentence's, 48 places a word.
struct Comparison {
  let context: ContextIndex
  let question: Set<Term>
  /// What each sentence of the context covers; all 0 between two look-ups.
  private var scores: [Double]
  private var touched: [Int] = []

  private static let mostWords = 80
  private static let askedShare = 0.25

  init(context: ContextIndex, question: Set<Term>) {
    self.context = context
    self.question = question
    scores = [Double](repeating: 0, count: context.spans.count)
  }

  mutating func claim(_ sentence: AnalysedText.Sentence, of answer: AnalysedText) -> Claim {
    var claim = Claim()
    let tokens = answer.tokens[sentence.tokens]
    for token in tokens {
      if Negation.contains(token), !context.soft.contains(token.term) { claim.newNegations += 1 }
      guard token.isContent, claim.content.count < Self.mostWords else { continue }
      var weighed = token
      let isAsked = question.contains(token.term)
      // Saying the question's words again claims little.
      if isAsked { weighed.weight *= Self.askedShare }
      claim.content.append(weighed)
      claim.matches.append(context.soft.match(token, of: answer))
      claim.asked.append(isAsked)
      claim.weight += weighed.weight
      if claim.matches.last?.isSeen == false, negatesSeen(token, of: answer) { claim.negatedWords += 1 }
    }
    if claim.content.isEmpty { return claim }
    findWindow(of: &claim)
    claim.longestRun = longestRun(of: claim)
    alignWithNearest(&claim)
    compareWindow(of: &claim, tokens)
    return claim
  }

  /// *unable* where the context has *able*.
  private func negatesSeen(_ token: Token, of answer: AnalysedText) -> Bool {
    let stem = answer.stem(token)
    return Self.prefixes.contains { prefix in
      stem.count >= prefix.count + 3 && stem.starts(with: prefix)
        && context.soft.contains(Term(hashing: stem.dropFirst(prefix.count)))
    }
  }

  private static let prefixes = ["un", "in", "im", "dis", "mis", "non", "ir"].map { Array($0.utf8) }

  // MARK: The nearest sentences

  private mutating func findWindow(of claim: inout Claim) {
    guard let first = nearest(to: claim, beside: nil) else { return }
    claim.window = [first]
    if let second = nearest(to: claim, beside: context.spans[first]) { claim.window.append(second) }
  }

  /// The sentence of the context that covers the most weight beyond what another covers; the first of several.
  private mutating func nearest(to claim: Claim, beside other: Range<Int>?) -> Int? {
    for (token, match) in zip(claim.content, claim.matches) where match.share > 0 {
      let places = context.places(of: match.term)
      if let other, places.contains(where: { other.contains(Int($0)) }) { continue }
      var last: Int32 = -1
      for place in places {
        let sentence = context.sentences[Int(place)]
        if sentence == last { continue }
        last = sentence
        if scores[Int(sentence)] == 0 { touched.append(Int(sentence)) }
        scores[Int(sentence)] += token.weight * match.share
      }
    }
    var best: (sentence: Int, score: Double)?
    for sentence in touched.sorted() {
      if scores[sentence] > (best?.score ?? 0) + 1e-9 { best = (sentence, scores[sentence]) }
      scores[sentence] = 0
    }
    touched.removeAll(keepingCapacity: true)
    return best?.sentence
  }

  // MARK: Runs

  private func longestRun(of claim: Claim) -> Int {
    var (longest, run) = (0, 0)
    for index in claim.content.indices {
      let match = claim.matches[index]
      if match.share == 0 {
        run = 0
      } else if run > 0, context.distance(from: claim.matches[index - 1].term, to: match.term) == 1 {
        run += 1
      } else {
        run = 1
      }
      longest = max(longest, run)
    }
    return longest
  }
}
