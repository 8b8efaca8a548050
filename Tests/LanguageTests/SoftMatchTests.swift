import Language
import Testing

@Suite struct SoftMatchTests {
  private func share(_ word: String, in context: String) -> Double {
    let text = AnalysedText(word)
    return SoftMatch(in: AnalysedText(context)).match(text.tokens[0], of: text).share
  }

  @Test(arguments: [
    ("running", "he ran home", 1), ("governor", "the governors", 1), ("national", "their nation", 0.85),
    ("organisation", "they organise", 0.7), ("cat", "a category", 0), ("12", "it was 120", 0), ("twelve", "12 men", 1),
    ("bread", "nothing of that sort", 0),
  ])
  func shares(_ word: String, _ context: String, _ expected: Double) {
    #expect(share(word, in: context) == expected)
  }

  @Test func oppositesAreKnownBothWays() {
    #expect(Lexicon.shared.opposites(of: Term(word: "hot")).contains(Term(word: "cold")))
    #expect(Lexicon.shared.opposites(of: Term(word: "cold")).contains(Term(word: "hot")))
  }
}
