/// ROUGE (Lin, 2004) against one reference, equal to rouge-score's figures.
///
/// Without stemming; see `RougeTokens` for what a word is. Where one text has no n-gram all
/// figures are 0, also where neither has.
package struct Rouge {
  private let tokens: RougeTokens

  package init(reference: String) { tokens = RougeTokens(reference) }

  /// ROUGE-1: words that both have, whatever their order.
  package func unigrams(of answer: String) -> TokenOverlap {
    let answer = tokens.answer(answer)
    var left = [Int](repeating: 0, count: tokens.count)
    for word in tokens.reference { left[Int(word)] += 1 }
    var shared = 0
    for word in answer where word != RougeTokens.unknown && left[Int(word)] > 0 {
      left[Int(word)] -= 1
      shared += 1
    }
    return TokenOverlap(shared: shared, answer: answer.count, reference: tokens.reference.count)
  }

  /// ROUGE-2: pairs of neighbours that both have.
  package func bigrams(of answer: String) -> TokenOverlap {
    let answer = tokens.answer(answer)
    var left: [UInt64: Int] = [:]
    for pair in pairs(tokens.reference) { left[pair, default: 0] += 1 }
    var shared = 0
    for pair in pairs(answer) {
      guard let count = left[pair], count > 0 else { continue }
      left[pair] = count - 1
      shared += 1
    }
    return TokenOverlap(
      shared: shared, answer: max(answer.count - 1, 0), reference: max(tokens.reference.count - 1, 0))
  }

  /// ROUGE-L: the longest common subsequence of both texts, each taken as one sentence.
  ///
  /// Nil beyond `mostComparedPairs`.
  package func longest(of answer: String) -> TokenOverlap? {
    let answer = tokens.answer(answer)
    guard let shared = commonSubsequence(of: tokens.reference, answer) else { return nil }
    return TokenOverlap(shared: shared, answer: answer.count, reference: tokens.reference.count)
  }

  private func pairs(_ words: [UInt32]) -> some Sequence<UInt64> {
    zip(words, words.dropFirst()).lazy.map { UInt64($0) << 32 | UInt64($1) }
  }
}
