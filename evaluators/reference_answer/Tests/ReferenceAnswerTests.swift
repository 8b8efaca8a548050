import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import ReferenceAnswerEvaluator

@Suite struct ReferenceAnswerTests {
  private func judge(
    _ output: String, input: String = "", references: [String] = [], toolCalls: [ToolCall] = [],
    attributes: [String: String] = [:], outcome: Outcome = .ok, _ entries: [String: Setting.Value],
    files: [String: String] = [:]
  ) async throws -> Verdict {
    var settings = Settings(entries: entries)
    let evaluator = try ReferenceAnswerFactory.make(&settings, host: TestHost(files: files))
    var call = LLMCall(outcome: outcome)
    (call.output, call.input, call.references, call.toolCalls) = (output, input, references, toolCalls)
    call.attributes = attributes
    return try #require(await evaluator.judge([call]).first)
  }

  @Test(
    arguments: [
      ("exact", " Paris\n", "Paris", true), ("exact", "paris", "Paris", false),
      ("exact", "cafe\u{301}", "caf\u{e9}", false),
      ("normalised", "the PARIS.", "Paris", true), ("normalised", "cafe\u{301}", "caf\u{e9}", true),
      ("normalised", "Paris, it is", "it is Paris", false), ("f1", "Paris, it is", "it is Paris", true),
      ("f1", "a b c d e f g h", "b c d e f g h x", true), ("f1", "b c d e f", "b c d x y", false),
    ] as [(String, String, String, Bool)])
  func matches(mode: String, output: String, reference: String, expected: Bool) async throws {
    let verdict = try await judge(output, ["method": .text(mode), "reference": .text(reference)])
    #expect((verdict.kind == .pass) == expected, "\(verdict.explanation ?? "")")
  }

  @Test func theBestOfSeveralReferencesCounts() async throws {
    let verdict = try await judge(
      "b c x", references: ["a", "b c d", "b c e"], ["method": "f1", "pass_at": 0.9])
    #expect(verdict.kind == .fail)
    #expect(verdict.label == "far")
    #expect(verdict.score == 2.0 / 3)
    #expect(verdict.explanation == "nearest is reference 2 of 3, 'b c d': token F1 0.66, 0.90 is needed")
  }

  /// An exact match wins over one that merely has the same words.
  @Test func aMatchIsNearest() async throws {
    let verdict = try await judge("Paris", references: ["paris", "Paris"], ["method": "exact"])
    #expect(verdict.kind == .pass)
    #expect(verdict.explanation == "the same as reference 2 of 2")
    let other = try await judge("PARIS", references: ["paris", "Paris"], ["method": "exact"])
    #expect(other.label == "different")
    #expect(other.score == 0)
    #expect(other.explanation == "not the same; nearest is reference 1 of 2, 'paris': token F1 1.00")
  }

  @Test(
    arguments: [
      ("normalised", "1,299.00 km", "1299 kilometres", true), ("normalised", "on 2024-03-09", "on March 9, 2024", true),
      ("normalised", "-5", "5", false), ("contains", "It is 5 km long.", "5,000 m", true),
      ("contains", "It is 50 km long.", "5", false), ("contains", "Not in par is.", "Paris", false),
      ("numeric", "42", "42.0", true), ("numeric", "of 3 boxes each weighs 42 kg", "42", true),
      ("numeric", "42 of 3", "42", false), ("numeric", "2.5 km", "2500 m", true), ("numeric", "42 km", "42 kg", false),
      ("numeric", "42%", "42", true), ("rouge1", "b a c", "a b c d", true), ("rouge2", "c b a", "a b c", false),
      ("rouge_l", "a x b y", "a b", true), ("rouge_l", "b a", "a b c d e f", false),
      ("chrf", "return", "returns", true),
      ("chrf", "keep", "returns", false), ("edit", " 0123456x8 ", "012345678", true),
      ("edit", "0123xyz", "0123456", false),
    ] as [(String, String, String, Bool)])
  func passes(method: String, output: String, reference: String, expected: Bool) async throws {
    let verdict = try await judge(output, ["method": .text(method), "reference": .text(reference)])
    #expect((verdict.kind == .pass) == expected, "\(verdict)")
  }

  @Test(
    arguments: [
      ("1%", "last", "100.9", true), ("1%", "last", "101.1", false), ("1%", "last", "99", true),
      ("0.5", "last", "100.5", true), ("0.5", "last", "100.51", false), ("0", "last", "100.0", true),
      ("1%", "first", "100 of 7", true), ("1%", "any", "7 or 100 or 8", true), ("1%", "any", "7 or 8", false),
      // The reference's unit counts: 0.5 km.
      ("0.5", "last", "100,400 m", true), ("0.5", "last", "100,600 m", false), ("0.5", "last", "100.4 kg", false),
    ] as [(Setting.Value, String, String, Bool)])
  func toleratesNumbers(tolerance: Setting.Value, number: String, output: String, expected: Bool) async throws {
    let entries: [String: Setting.Value] = [
      "method": "numeric", "tolerance": tolerance, "number": .text(number), "reference": "100 km",
    ]
    #expect((try await judge(output, entries).kind == .pass) == expected)
  }

  /// 0.3 - 0.2 is more than 0.1 in binary fractions.
  @Test func aDistanceIsDecimal() async throws {
    let entries: [String: Setting.Value] = ["method": "numeric", "tolerance": 0.1, "reference": "0.2"]
    #expect(try await judge("0.3", entries).kind == .pass)
    #expect(try await judge("no idea", entries).label == "no_number")
    #expect(try await judge("5", references: ["from 3 to 4"], ["method": "numeric"]).kind == .skip)
  }

  @Test func theBestRightOneMustBeatTheBestWrongOne() async throws {
    let entries: [String: Setting.Value] = [
      "method": "f1", "pass_at": 0.5, "reference": ["x", "the pump is off"],
      "wrong_reference": ["the pump is on", "y"],
    ]
    #expect(try await judge("pump is off", entries).kind == .pass)
    let wrong = try await judge("The pump is on.", entries)
    #expect(wrong.label == "wrong")
    #expect(wrong.score == 2.0 / 3)
    #expect(
      wrong.explanation == "nearest is reference 2 of 2, 'the pump is off': token F1 0.66, 0.50 is needed; "
        + "nearest wrong is reference 1 of 2, 'the pump is on': token F1 1.00")
    // As near to the one as to the other: it says neither.
    #expect(try await judge("the pump is", entries).label == "wrong")
    #expect(try await judge("a b c d e", entries).label == "far")
  }

  @Test func anAnswerMayNotContainWhatIsWrong() async throws {
    let entries: [String: Setting.Value] = [
      "method": "contains", "reference": "Sucre", "wrong_reference": ["La Paz"],
    ]
    let right = try await judge("É Sucre, of course", entries)
    #expect(right.kind == .pass)
    #expect(right.evidence == [2..<7])
    let both = try await judge("Sucre — or La Paz!", entries)
    #expect(both.label == "wrong")
    #expect(both.score == 0)
    #expect(both.evidence == [11..<17])
    #expect(both.explanation == "contains the wrong reference, 'La Paz'")
    #expect(try await judge("Lima", entries).label == "different")
  }

  @Test func wrongReferencesAloneForbid() async throws {
    let entries: [String: Setting.Value] = ["method": "f1", "wrong_reference": "as an ai model"]
    #expect(try await judge("as ai model", entries).label == "wrong")
    let good = try await judge("the total is 5", entries)
    #expect(good.kind == .pass)
    #expect(good.score == 1)
    #expect(try await judge("5", ["method": "numeric", "wrong_reference": "5"]).label == "wrong")
    #expect(try await judge("none", ["method": "numeric", "wrong_reference": "5"]).kind == .pass)
  }

  @Test func takesReferencesFromAttributesAndByID() async throws {
    let file = """
      {"id": 7, "reference": "seven", "wrong_reference": "8"}
      {"id": "q-1", "input": "Why?", "reference": ["because", "so"]}
      """
    let files = ["r.jsonl": file]
    let entries: [String: Setting.Value] = ["references": "r.jsonl", "attribute": "app.answer", "method": "contains"]
    func kind(_ output: String, _ attributes: [String: String], input: String = "") async throws -> Verdict {
      try await judge(output, input: input, attributes: attributes, entries, files: files)
    }
    #expect(try await kind("7", ["assay.reference_id": "7"]).kind == .pass)
    #expect(try await kind("7 or 8", ["assay.reference_id": "7"]).label == "wrong")
    #expect(try await kind("so", ["assay.reference_id": "q-1"]).kind == .pass)
    #expect(try await kind("so", [:], input: "WHY?").kind == .pass)
    #expect(try await kind("so", ["assay.reference_id": "q-2"]).kind == .skip)
    // What the call brings itself comes first.
    #expect(try await kind("9", ["assay.reference_id": "7", "app.answer": "9"]).kind == .pass)
    #expect(try await kind("9", ["app.answer": "9", "assay.wrong_reference": "9"]).label == "wrong")
  }

  @Test(arguments: Method.allCases)
  func everyMethodTakesOddAnswers(method: Method) async throws {
    for call in CannedCalls.realistic + CannedCalls.odd {
      let entries: [String: Setting.Value] = ["method": .text(method.rawValue), "wrong_reference": "5 days"]
      for references in [[], ["30 days"], ["e\u{301} 2", "👍🏽 3 [[["]] {
        let verdict = try await judge(call.output, references: references, entries)
        #expect((0...1).contains(verdict.score ?? 0))
        #expect(verdict.explanation?.isEmpty == false)
        #expect(verdict.kind != .error)
        let length = call.output.unicodeScalars.count
        #expect(verdict.evidence.allSatisfy { !$0.isEmpty && $0.upperBound <= length })
      }
    }
  }

  @Test func saysWhatIsTooLongToCompare() async throws {
    let long = String(repeating: "a", count: 1 << 15)
    let verdict = try await judge(long, ["method": "edit", "reference": .text(long)])
    #expect(verdict.kind == .error)
    #expect(verdict.label == "too_long")
    #expect(try await judge(long, ["method": "edit", "reference": "a"]).kind == .fail)
    #expect(try await judge("a", ["method": "chrf", "reference": .text(long + long + "a")]).label == "too_long")
  }

  @Test func findsReferencesInTheirOrder() async throws {
    let file = """
      {"input": "Capital of  France?", "reference": "Paris", "id": 7}

      {"input": "Capital of Bolivia?", "reference": ["Sucre", "La Paz"]}\r
      {"input": "2+2", "reference": "4"}
      """
    let entries: [String: Setting.Value] = ["references": "r.jsonl", "reference": "none"]
    func kind(_ output: String, _ input: String, _ own: [String] = []) async throws -> Verdict.Kind {
      try await judge(output, input: input, references: own, entries, files: ["r.jsonl": file]).kind
    }
    #expect(try await kind("paris", "capital of france?\n") == .pass)
    #expect(try await kind("La Paz", "Capital of Bolivia?") == .pass)
    #expect(try await kind("Lyon", "Capital of France?") == .fail)
    #expect(try await kind("Lyon", "Capital of France?", ["Lyon"]) == .pass)
    #expect(try await kind("4", "22") == .fail)
    #expect(try await kind("None.", "22") == .pass)
  }

  @Test func skipsWhatItCannotJudge() async throws {
    #expect(try await judge("Paris", [:]).kind == .skip)
    let tool = ToolCall(id: "1", name: "f", arguments: "{}")
    #expect(try await judge("", toolCalls: [tool], ["reference": "a b"]).kind == .skip)
    #expect(try await judge("", outcome: .error, ["reference": "a b"]).kind == .skip)
    #expect(try await judge("", ["reference": "a b"]).kind == .fail)
  }
}
