internal import Language

/// The tokens of an answer, and which of them stand for terms of the question.
struct AnswerMatches: Sendable {
  struct Candidate: Sendable {
    let index: Int
    let fit: Double
  }

  let tokens: [Token]
  /// For each token its place among the question's terms, or -1.
  let places: [Int]
  /// For each token how nearly, from 0 to 1.
  let shares: [Double]
  private let fits: [Double]
  private let termCount: Int

  init(_ answer: AnalysedText, _ asked: AskedTerms) {
    tokens = answer.tokens
    termCount = asked.terms.count
    var places = [Int](repeating: -1, count: tokens.count)
    var shares = [Double](repeating: 0, count: tokens.count)
    var fits = [Double](repeating: 0, count: tokens.count)
    for (index, token) in tokens.enumerated() {
      if token.isContent, let found = asked.place(of: token, in: answer) {
        (places[index], shares[index]) = (found.place, found.share)
        if found.share == 1 { continue }
      }
      if asked.expected.mayBe(token, at: index, of: answer) {
        fits[index] = asked.expected.fit(token, at: index, of: answer)
      }
    }
    (self.places, self.shares, self.fits) = (places, shares, fits)
  }

  /// What may be the thing that was asked for.
  func candidates(in window: Range<Int>) -> [Candidate] {
    window.lazy.filter { fits[$0] > 0 }.map { Candidate(index: $0, fit: fits[$0]) }
  }

  /// The share of the question's weight within 20 tokens of the best candidate, and the same where
  /// each token between takes a little away.
  func density(
    of candidates: [Candidate], in window: Range<Int>, _ terms: [AskedTerms.Asked], _ total: Double
  ) -> (share: Double, near: Double) {
    let seen = window.filter { places[$0] >= 0 }
    var best = (share: 0.0, near: 0.0)
    var shares = [Double](repeating: 0, count: termCount)
    var nears = [Double](repeating: 0, count: termCount)
    // An answer of candidates and terms alone would cost the product of both.
    for candidate in candidates.prefix(60) {
      for place in 0..<termCount { (shares[place], nears[place]) = (0, 0) }
      for index in seen.prefix(120) {
        let distance = abs(index - candidate.index)
        guard distance <= 20, distance > 0 else { continue }
        let place = places[index]
        shares[place] = max(shares[place], self.shares[index])
        nears[place] = max(nears[place], self.shares[index] / (1 + Double(distance) / 8))
      }
      var sum = (share: 0.0, near: 0.0)
      for (place, term) in terms.enumerated() {
        sum.share += term.weight * shares[place]
        sum.near += term.weight * nears[place]
      }
      best.share = max(best.share, candidate.fit * sum.share / total)
      best.near = max(best.near, candidate.fit * sum.near / total)
    }
    return best
  }

  /// How the question's terms stand to each other in the answer, each from 0 to 1.
  func pairs(in window: Range<Int>) -> (adjacent: Double, proximity: Double, ordered: Double) {
    let seen = window.filter { places[$0] >= 0 }.prefix(120)
    guard termCount > 0 else { return (0, 0, 0) }
    var adjacent = Set<Int>()
    var first = [Int](repeating: -1, count: termCount)
    for (index, next) in zip(seen, seen.dropFirst()) where next - index <= 3 {
      if places[next] == places[index] + 1 { adjacent.insert(places[index]) }
    }
    // The longest run of terms in the question's order: at most 120 by 40.
    var run = [Int](repeating: 0, count: termCount + 1)
    for index in seen {
      let place = places[index]
      if first[place] < 0 { first[place] = index }
      run[place + 1] = max(run[place + 1], (run[0...place].max() ?? 0) + 1)
    }
    let found = first.filter { $0 >= 0 }
    let span = (found.max() ?? 0) - (found.min() ?? 0) + 1
    return (
      termCount > 1 ? Double(adjacent.count) / Double(termCount - 1) : 0,
      found.count > 1 ? Double(found.count) / Double(span) : 0,
      Double(run.max() ?? 0) / Double(termCount)
    )
  }

}
