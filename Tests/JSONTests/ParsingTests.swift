import JSON
import Testing

@Suite struct ParsingTests {
  @Test func readsEveryKindOfValue() throws {
    let value = try JSON(parsing: #" {"a": [null, true, false, -1.5e3, "x\n\u00e9\ud83d\ude00"], "b": {}, "c": []} "#)
    #expect(value == ["a": [nil, true, false, -1500, "x\n\u{e9}\u{1F600}"], "b": [:], "c": []])
  }

  @Test(arguments: [
    ("", JSONError.Kind.endsEarly, 1, 1, "the text ends where a value should come"),
    ("{\"a\":\n  tru", .endsEarly, 2, 6, "the text ends where 'true' should come"),
    ("[1,\n 2,\n x]", .unexpectedCharacter, 3, 2, "expected a value, found 'x'"),
    ("[1 2]", .unexpectedCharacter, 1, 4, "expected ',' or ']', found '2'"),
    ("{\"é\" 1}", .unexpectedCharacter, 1, 6, "expected ':', found '1'"),
    ("{a: 1}", .unexpectedCharacter, 1, 2, "expected a key in double quotes, found 'a'"),
    ("[1,]", .unexpectedCharacter, 1, 4, "expected a value, found ']'"),
    ("[é]", .unexpectedCharacter, 1, 2, "expected a value, found 'é'"),
    ("1 1", .trailingText, 1, 3, "the value has ended, but more text follows"),
    ("01", .malformedNumber, 1, 1, "a number must not start with 0 and go on"),
    ("-x", .malformedNumber, 1, 2, "expected a digit, found 'x'"),
    ("1.", .endsEarly, 1, 3, "the text ends where a digit after the decimal point should come"),
    ("\"\\x\"", .malformedEscape, 1, 2, "unknown escape; JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX"),
    ("\"\\u12g4\"", .malformedEscape, 1, 2, "\\u takes four hexadecimal digits"),
    ("\"a\nb\"", .controlCharacter, 1, 3, "a control character in a string; write it as an escape"),
    ("\"abc", .endsEarly, 1, 5, "the text ends where the end of a string should come"),
    ("\u{FEFF}{}", .byteOrderMark, 1, 1, "the text starts with a byte order mark; JSON has none"),
  ])
  func saysWhatIsWrongAndWhere(text: String, kind: JSONError.Kind, line: Int, column: Int, reason: String) {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
    #expect(error?.kind == kind)
    #expect(error?.line == line)
    #expect(error?.column == column)
    #expect(error?.reason == reason)
  }

  @Test func refusesInvalidUTF8() {
    let error = #expect(throws: JSONError.self) { try JSON(parsing: [0x22, 0xC3, 0x28, 0x22]) }
    #expect(error?.kind == .invalidUTF8)
  }

  @Test func replacesALoneSurrogate() throws {
    #expect(try JSON(parsing: #""\ud83d!""#) == "\u{FFFD}!")
    #expect(try JSON(parsing: #""\ud83d\ud83d\ude00""#) == "\u{FFFD}\u{1F600}")
    #expect(try JSON(parsing: #""\ude00\u0041""#) == "\u{FFFD}A")
  }

  @Test func aRepeatedKeyKeepsItsPlaceAndTakesTheLastValue() throws {
    #expect(try JSON(parsing: #"{"a":1,"b":2,"a":3}"#).text() == #"{"a":3,"b":2}"#)
    #expect(try JSON(parsing: #"{"a":1,"b":2,"\u0061":3}"#).text() == #"{"a":3,"b":2}"#)
    let long = (0..<100).map { "\"k\($0)\":\($0)" } + ["\"k7\":\"new\""]
    let object = try #require(try JSON(parsing: "{" + long.joined(separator: ",") + "}").object)
    #expect(object.count == 100)
    #expect(object["k7"] == "new")
    #expect(object.members[7].key == "k7")
  }

  @Test func readsOneValueOutOfProse() throws {
    let text = Array("result: {\"a\": 1} and more".utf8)
    let (value, end) = try text.withUnsafeBytes { try JSON.prefix(of: $0, from: 8) }
    #expect(value == ["a": 1])
    #expect(end == 16)
  }

  /// Long strings are scanned eight bytes at a time: every length and place of a mark.
  @Test func findsTheEndOfAStringAtEveryOffset() throws {
    for length in 0..<40 {
      let plain = String(repeating: "x", count: length)
      #expect(try JSON(parsing: "\"\(plain)\"") == .string(plain))
      #expect(try JSON(parsing: "\"\(plain)\\n\(plain)é\"") == .string(plain + "\n" + plain + "é"))
      #expect(throws: JSONError.self) { try JSON(parsing: "\"\(plain)\u{1F}\"") }
      #expect(throws: JSONError.self) { try JSON(parsing: "\"\(plain)") }
    }
  }

  /// A cut text is never taken for a whole one, and cutting never crashes.
  @Test func everyCutEndsEarlyOrIsRefused() throws {
    let text = Array(#"{"a": [null, true, {"b\u00e9": "é\ud83d\ude00"}, -1.5e3], "c": false}"#.utf8)
    for end in 0..<text.count {
      let error = #expect(throws: JSONError.self) { try JSON(parsing: Array(text[..<end])) }
      // A cut inside a code point leaves bytes that are no UTF-8, but the string ends first.
      #expect(error?.kind == .endsEarly, "cut at \(end)")
    }
  }
}
