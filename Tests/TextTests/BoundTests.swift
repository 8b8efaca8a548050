import Testing
import Text

/// What happens where two texts are too long to be compared.
@Suite struct BoundTests {
  private func text(_ words: Int) -> String { String(repeating: "ab ", count: words) }

  @Test func comparesUpToTheBoundAndNotBeyond() {
    let long = String(repeating: "a", count: 1 << 14)
    #expect(editSimilarity(of: long, long) == 1)
    #expect(editSimilarity(of: long, long + "a") == nil)
    // A text of any length goes with a short one.
    #expect(editSimilarity(of: String(repeating: "a", count: 1 << 20), "b") == 0)
    #expect(Rouge(reference: text(1 << 14)).longest(of: text(1 << 14))?.f1 == 1)
    #expect(Rouge(reference: text(1 << 14)).longest(of: text((1 << 14) + 1)) == nil)
    #expect(Rouge(reference: text(1 << 14)).bigrams(of: text((1 << 14) + 1)).recall == 1)
  }

  @Test func aReferenceForChrFHasABound() {
    #expect(ChrF(reference: String(repeating: "a b", count: 1 << 15))?.score(of: "ab") != nil)
    #expect(ChrF(reference: String(repeating: "a b", count: 1 << 15) + "c") == nil)
  }
}
