import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import ReferenceAnswerEvaluator

@Suite struct ReferenceAnswerTests {
  private func judge(
    _ output: String, input: String = "", references: [String] = [], toolCalls: [ToolCall] = [],
    outcome: Outcome = .ok, _ entries: [String: Setting.Value], files: [String: String] = [:]
  ) async throws -> Verdict {
    var settings = Settings(entries: entries)
    let evaluator = try ReferenceAnswerFactory.make(&settings, host: TestHost(files: files))
    var call = LLMCall(outcome: outcome)
    (call.output, call.input, call.references, call.toolCalls) = (output, input, references, toolCalls)
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
    let verdict = try await judge(output, ["match": .text(mode), "reference": .text(reference)])
    #expect((verdict.kind == .pass) == expected, "\(verdict.explanation ?? "")")
  }

  @Test func theBestOfSeveralReferencesCounts() async throws {
    let verdict = try await judge(
      "b c x", references: ["a", "b c d", "b c e"], ["match": "f1", "at_least": 0.9])
    #expect(verdict.kind == .fail)
    #expect(verdict.label == "far")
    #expect(verdict.score == 2.0 / 3)
    #expect(verdict.explanation == "nearest is reference 2 of 3, 'b c d': token F1 0.66, 0.90 is needed")
  }

  /// An exact match wins over one that merely has the same words.
  @Test func aMatchIsNearest() async throws {
    let verdict = try await judge("Paris", references: ["paris", "Paris"], ["match": "exact"])
    #expect(verdict.kind == .pass)
    #expect(verdict.explanation == "the same as reference 2 of 2")
    let other = try await judge("PARIS", references: ["paris", "Paris"], ["match": "exact"])
    #expect(other.label == "different")
    #expect(other.score == 0)
    #expect(other.explanation == "not the same; nearest is reference 1 of 2, 'paris': token F1 1.00")
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
