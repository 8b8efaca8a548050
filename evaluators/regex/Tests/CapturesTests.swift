import CallModel
import PluginKit
import PluginTestKit
import Testing

@Suite struct CapturesTests {
  static let price: [String: Setting.Value] = [
    "must_match": "(?<price>\\d+) (?<currency>[A-Z]{3})",
    "captures": ["price": ["min": 0, "max": 500], "currency": ["one_of": ["EUR", "USD"]]],
  ]

  @Test func passesWhereEachCaptureIsAsItShouldBe() async throws {
    #expect(try await judge("It costs 500 EUR, or 510.", Self.price) == .pass)
    #expect(try await judge("It costs 0 USD.", Self.price) == .pass)
  }

  @Test func saysWhichCaptureIsOutOfRange() async throws {
    let verdict = try await judge("É: 501 EUR", Self.price)
    #expect(verdict.kind == .fail)
    #expect(verdict.label == "out_of_range")
    #expect(verdict.explanation == "price is '501' at 3..<6 of the output: above 500")
    #expect(verdict.evidence == [3..<6])
  }

  @Test func saysWhichValueIsNotAllowed() async throws {
    let verdict = try await judge("5 GBP", Self.price)
    #expect(verdict.label == "not_allowed")
    #expect(verdict.explanation == "currency is 'GBP' at 2..<5 of the output: not one of EUR, USD")
    #expect(verdict.evidence == [2..<5])
  }

  @Test func looksAtEveryMatch() async throws {
    let verdict = try await judge("5 EUR, 6 EUR, 900 EUR, 901 EUR", Self.price)
    #expect(verdict.evidence == [14..<17])
  }

  @Test func asksForTheMatchItself() async throws {
    let verdict = try await judge("It is free.", Self.price)
    #expect(verdict.label == "missing")
  }

  @Test func whatMayMatchNeedNot() async throws {
    var settings = Self.price
    settings["may_match"] = settings.removeValue(forKey: "must_match")
    #expect(try await judge("It is free.", settings) == .pass)
    #expect(try await judge("It is 700 EUR.", settings).label == "out_of_range")
  }

  @Test func aGroupThatTookNoPartIsNotLookedAt() async throws {
    let settings: [String: Setting.Value] = [
      "must_match": "(?:EUR (?<price>\\d+))?free|EUR", "captures": ["price": ["max": 1]],
    ]
    #expect(try await judge("free", settings) == .pass)
    #expect(try await judge("EUR 2free", settings).label == "out_of_range")
  }

  @Test func emptyMatchesEndAndEmptyCapturesGiveNoEvidence() async throws {
    let settings: [String: Setting.Value] = [
      "may_match": "(?<word>\\w*)", "captures": ["word": ["one_of": ["é", "b"]]],
    ]
    let verdict = try await judge("é b", settings)
    #expect(verdict.label == "not_allowed")
    #expect(verdict.explanation == "word is '' at 1..<1 of the output: not one of é, b")
    #expect(verdict.evidence.isEmpty)
  }

  @Test func comparesValuesAsTheyAreWritten() async throws {
    let settings: [String: Setting.Value] = [
      "must_match": "v(?<v>[\\d.]+)", "captures": ["v": ["one_of": [1, "1.50"]]],
    ]
    #expect(try await judge("v1 v1.50", settings) == .pass)
    #expect(try await judge("v1.5", settings).label == "not_allowed")
  }

  @Test func ignoresCaseInValuesToo() async throws {
    var settings = Self.price
    #expect(try await judge("5 eur", settings).label == "missing")
    settings["ignore_case"] = true
    #expect(try await judge("5 eur", settings) == .pass)
    #expect(try await judge("5 gbp", settings).label == "not_allowed")
  }

  @Test func tooManyMatchesAreAnErrorAndNotAPass() async throws {
    let settings: [String: Setting.Value] = ["may_match": "(?<n>\\d)", "captures": ["n": ["max": 8]]]
    let verdict = try await judge(String(repeating: "1", count: 5_000) + "9", settings)
    #expect(verdict.kind == .error)
    #expect(verdict.label == "match_limit")
  }

  /// 1234.5 is the only value that passes.
  @Test(arguments: [
    "1234.5", "+1234.50", "01234.5", "1,234.5", "1 234.5", "1\u{A0}234.5", "1\u{202F}234.5", "1'234.5", "1’234.5",
    "1_234.5", " 1234.5\n", "1.2345e3", "1.2345E+3", "12345e-1", "12345e−1", "١٢٣٤.٥", "१,२३४.५", "0,001,234.5",
    "0,00,01,234.5",
  ])
  func readsNumbers(text: String) async throws {
    #expect(try await Self.number(text, ["min": 1234.5, "max": 1234.5]) == .pass)
  }

  @Test(arguments: ["1234,5", "1.234,5", "1 234,50", "12345e-1"])
  func readsNumbersWithADecimalComma(text: String) async throws {
    #expect(try await Self.number(text, ["min": 1234.5, "max": 1234.5, "decimal": ","]) == .pass)
  }

  @Test(arguments: [
    "", " ", "-", ".", "x", "12x", "1,23", "1,2345", "1234,567", "1,23,45", "1,234 567", "1,,234", ",123", "1.2.3",
    "1e", "1e+", "e5", "--1", "1 234 ", "0x10", "Infinity", "nan", "½", "五", "1e1000000000000000000000", "1-2",
    "1,234,",
    "1,2,345", "1,2345,678",
  ])
  func saysWhatIsNoNumber(text: String) async throws {
    let verdict = try await Self.number(text, ["min": -1_000_000, "max": 1_000_000])
    #expect((verdict.label == "not_a_number") == (text != "1 234 "), "\(text)")
  }

  @Test func readsShortForms() async throws {
    #expect(try await Self.number(".5", ["min": 0.5, "max": 0.5]) == .pass)
    #expect(try await Self.number("5.", ["min": 5, "max": 5]) == .pass)
    #expect(try await Self.number("−5", ["min": -5, "max": -5]) == .pass)
    #expect(try await Self.number("-0", ["min": 0, "max": 0]) == .pass)
  }

  @Test func comparesNumbersExactly() async throws {
    #expect(try await Self.number("9007199254740993", ["max": 9_007_199_254_740_992]).label == "out_of_range")
    #expect(try await Self.number("0.30000000000000001", ["max": 0.3]).label == "out_of_range")
    #expect(try await Self.number("1e999999999", ["max": 5]).label == "out_of_range")
    #expect(try await Self.number("-1e999999999", ["min": 5]).explanation?.hasSuffix("below 5") == true)
  }

  private static func number(_ text: String, _ rule: Setting.Value) async throws -> Verdict {
    try await judge("<\(text)>", ["must_match": "(?s)<(?<n>.*)>", "captures": ["n": rule]])
  }
}
