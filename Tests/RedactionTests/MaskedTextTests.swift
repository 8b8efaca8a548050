import JSON
import Patterns
import Redaction
import Testing

@Suite struct MaskedTextTests {
  @Test func keepsBytesAndCodePoints() throws {
    let text = "a é 漢 🔑 z"
    let result = Redactor(rules: [.pattern(try Pattern("[^ ]+"))]).mask(text)
    #expect(result.text == "* × █ 🔒 *")
    #expect(result.count.pattern == 5)
    #expect(Array(result.text.utf8).count == Array(text.utf8).count)
    #expect(result.text.unicodeScalars.count == text.unicodeScalars.count)
  }

  /// Any match of one byte or more, anywhere in a JSON string, leaves the JSON readable.
  @Test(arguments: [
    #"{"a":"x\ny\"z\\\u00e9w\\\\n\\"}"#, #"["\\\"","\\\\\"\\n","\/\b\u0041bc"]"#,
    #"{"a":"{\"b\":\"c\\nd\\\\\\\"e\\u00e9f\"}"}"#,
  ])
  func jsonStaysJSON(text: String) throws {
    _ = try JSON(parsing: text)
    let length = text.utf8.count
    for start in 2..<(length - 2) {
      for end in (start + 1)..<(length - 1) {
        // What stands between two strings is no content, and a pattern that covers it is wrong.
        let covered = Array(text.utf8)[start..<end]
        if covered.contains(UInt8(ascii: ":")) || covered.contains(UInt8(ascii: ",")) { continue }
        let pattern = try Pattern("(?s)(?<=^.{\(start)}).{\(end - start)}")
        let result = Redactor(rules: [.pattern(pattern)]).mask(text)
        #expect(result.count.pattern == 1)
        #expect(throws: Never.self, "\(start) \(end) \(result.text)") { _ = try JSON(parsing: result.text) }
      }
    }
  }

  @Test func whatIsNoTextIsCoveredByteByByte() throws {
    let redactor = Redactor(rules: [.pattern(try Pattern("secret.*"))])
    var bytes: [UInt8] = [0x0A] + [11] + [0xFF] + Array("secret".utf8) + [0xC3, 0xE2, 0x82, 0x61]
    bytes = message(9, message(1, text(1, "k")) + [0x12, 13] + bytes)
    var request = message(1, message(2, message(2, bytes)))
    let count = redactor.mask(&request, .traces)
    #expect(count.pattern == 1)
    #expect(request.suffix(11) == [0xFF] + Array("**********".utf8))
  }

  /// What is not searched is not let through.
  @Test func aPatternThatGivesUpCoversAll() throws {
    let steep = try Pattern("(a+)+$", limits: PatternLimits(steps: 1_000))
    let text = String(repeating: "a", count: 200) + "b"
    let result = Redactor(rules: [.pattern(steep)]).mask(text)
    #expect(result.text == String(repeating: "*", count: 201))
    #expect(result.count.unsearched == 1)
    #expect(result.count.pattern == 0)
  }

  @Test func tooManyMatchesCoverAll() throws {
    let result = Redactor(rules: [.pattern(try Pattern("a"))]).mask(String(repeating: "ab", count: 10_001))
    #expect(result.text == String(repeating: "*", count: 20_002))
    #expect(result.count.unsearched == 1)
  }

  /// A request whose texts take too long together is covered from there on.
  @Test func searchingEndsAtItsTime() throws {
    let clock = SteppingClock(step: Redactor.searchTime / 2)
    let redactor = Redactor(rules: [.pattern(try Pattern("b"))], clock: { clock.next() })
    var request = spanRequest(attributes: ["ab", "cb", "de"])
    let count = redactor.mask(&request, .traces)
    #expect(count.unsearched == 2 || count.unsearched == 3)
    #expect(!texts(in: request).contains("de"))
  }

  @Test func emptyMatchesEnd() throws {
    let result = Redactor(rules: [.pattern(try Pattern("x*"))]).mask("aé漢xxb")
    #expect(result.text == "aé漢**b")
  }

  @Test func patternsSeeWhatCame() throws {
    let rules: [RedactionRule] = [.email, .pattern(try Pattern("[a-z]+@example"))]
    #expect(Redactor(rules: rules).mask("to john@example.com ok").text == "to **************** ok")
  }

  @Test func maskingTwiceChangesNothing() {
    let once = masked(#"{"to":"a@b.io","p":"+14155550100","c":4111111111111111,"k":"sk-Ab3dEf7hIj1kLm5nOp9q"}"#)
    #expect(masked(once) == once)
  }
}
