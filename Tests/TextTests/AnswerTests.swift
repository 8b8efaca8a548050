import Testing
import Text

@Suite struct AnswerTests {
  @Test(arguments: [
    ("The  Eiffel Tower!", "eiffel tower"), ("an apple, a pear and THE fig.", "apple pear and fig"),
    ("U.S. $1,299.00", "us 129900"), ("don't — “stop”", "dont stop"), ("a", ""), ("", ""),
    ("ÉCOLE\u{A0}ÄÖ", "école äö"),
    ("theatre a-the", "theatre athe"), ("İstanbul", "i\u{307}stanbul"), ("5 €", "5 €"),
  ])
  func normalises(text: String, expected: String) {
    #expect(text.normalisedAnswer == expected)
  }

  @Test func takesTwoSpellingsOfALetterForTheSame() {
    #expect("caf\u{e9}".answerTokens == "cafe\u{301}".answerTokens)
    #expect(TokenOverlap(of: ["caf\u{e9}"], with: ["cafe\u{301}"]).f1 == 1)
  }

  @Test(arguments: [
    ("paris", "Paris", 1.0, 1.0), ("in city of paris", "Paris", 0.25, 1.0), ("be or not be", "be be be", 0.5, 2.0 / 3),
    ("berlin", "Paris", 0.0, 0.0), ("", "the", 1.0, 1.0), ("", "Paris", 0.0, 0.0), ("Paris", "", 0.0, 0.0),
  ])
  func measuresOverlap(answer: String, reference: String, precision: Double, recall: Double) {
    let overlap = TokenOverlap(of: answer.answerTokens, with: reference.answerTokens)
    #expect(overlap.precision == precision)
    #expect(overlap.recall == recall)
    #expect(overlap.f1 == (precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0))
  }
}
