import Testing
import Text

@Suite struct WordTests {
  @Test func findsWordsAndTheirPlaces() {
    let text = "Don't pay 3.14 — ‘ÉTÉ’... ok, x.Y 1.z a'1 2,"
    #expect(text.words.map(\.text) == ["don't", "pay", "3.14", "été", "ok", "x", "y", "1", "z", "a", "1", "2"])
    let utf8 = Array(text.utf8)
    let written = text.words.map { String(decoding: utf8[$0.span], as: UTF8.self) }
    #expect(written == ["Don't", "pay", "3.14", "ÉTÉ", "ok", "x", "Y", "1", "z", "a", "1", "2"])
  }

  @Test func keepsMarksWithTheirLetters() {
    #expect("e\u{301}te\u{301} हिन्दी".words.map(\.text) == ["e\u{301}te\u{301}", "हिन्दी"])
    #expect("".words.isEmpty)
    #expect("... ''".words.isEmpty)
  }

  @Test func foldsWhiteSpace() {
    #expect("\u{A0} a \t\r\n b\u{2003}c ".foldingWhiteSpace == "a b c")
    #expect("\u{3000}\n a  b\u{85}".trimmingWhiteSpace == "a  b")
    #expect(" \n".trimmingWhiteSpace == "")
  }
}
