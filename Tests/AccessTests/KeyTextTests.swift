import Access
import Testing

@Suite struct KeyTextTests {
  @Test func isReadAsItIsWritten() throws {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<100 {
      let key = KeyText(using: &random)
      let read = try #require(KeyText(parsing: key.text))
      #expect(read.id == key.id)
      #expect(read.secret == key.secret)
    }
  }

  /// The shape is a contract: secret scanners and the redaction rule look for it.
  @Test func shape() {
    let text = key(1, "a", .read).text
    #expect(text.wholeMatch(of: /assay_[0-9a-hjkmnp-tv-z]{8}_[0-9a-hjkmnp-tv-z]{58}/) != nil, "\(text)")
  }

  @Test func oneWrongCharacterIsNoticed() {
    let text = Array(key(2, "a", .read).text)
    for place in text.indices {
      var wrong = text
      wrong[place] = text[place] == "7" ? "8" : "7"
      #expect(KeyText(parsing: String(wrong)) == nil, "\(String(wrong))")
    }
    #expect(KeyText(parsing: String(text.dropLast())) == nil)
    #expect(KeyText(parsing: String(text) + "0") == nil)
    #expect(KeyText(parsing: String(text).uppercased()) == nil)
    #expect(KeyText(parsing: "") == nil)
  }

  @Test func twoKeysShareNothing() {
    var random = SystemRandomNumberGenerator()
    let keys = (0..<200).map { _ in KeyText(using: &random) }
    #expect(Set(keys.map(\.id)).count == 200)
    #expect(Set(keys.map(\.secret)).count == 200)
  }
}
