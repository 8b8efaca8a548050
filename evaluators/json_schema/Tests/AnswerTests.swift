import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import JSONSchemaEvaluator

/// How JSON is found in an answer, and what the verdict is.
@Suite struct AnswerTests {
  static let schema = #"{"type": "object", "required": ["total"], "properties": {"total": {"type": "number"}}}"#

  private func judge(
    _ output: String, find: String = "anywhere", finish: FinishReason = .stop, toolCalls: [ToolCall] = [],
    outcome: Outcome = .ok
  ) async throws -> Verdict {
    var settings = Settings(entries: ["schema": .text(Self.schema), "find": .text(find)])
    let evaluator = try JSONSchemaFactory.make(&settings, host: TestHost())
    var call = LLMCall(outcome: outcome, finish: finish)
    call.output = output
    call.toolCalls = toolCalls
    return try #require(await evaluator.judge([call]).first)
  }

  @Test(
    arguments: [
      (#"{"total": 1}"#, true, false, true),
      (" \n{\"total\": 1}\n", true, false, true),
      ("```json\n{\"total\": 1}\n```", false, true, true),
      ("Here:\n```\n{\"total\": 1}\n```\nDone.", false, true, true),
      ("Like ```python\nx = {}\n``` or\n```JSON\n{\"total\": 1, \"code\": \"```a```\"}\n```", false, true, true),
      ("```json {\"total\": 1}", false, true, true),
      ("As in [1], {} is empty; the total is {\"total\": 1}.", false, false, true),
      ("Use [x] and {y}: {\"total\": 1}", false, false, true),
      ("The total is 1.", false, false, false),
    ] as [(String, Bool, Bool, Bool)])
  func findsJSON(output: String, bare: Bool, fenced: Bool, anywhere: Bool) async throws {
    for (find, expected) in [("bare", bare), ("fenced", fenced), ("anywhere", anywhere)] {
      let verdict = try await judge(output, find: find)
      #expect((verdict.kind == .pass) == expected, "\(find): \(verdict.explanation ?? "")")
      if !expected { #expect(verdict.label == "not_json") }
    }
  }

  @Test func pointsAtTheValueThatIsWrong() async throws {
    let verdict = try await judge("Voilà 👍🏽: {\"total\": \"12\"} !")
    #expect(verdict.kind == .fail)
    #expect(verdict.score == 0)
    #expect(verdict.label == "type")
    #expect(verdict.explanation == "at /total: expected number, found string")
    #expect(verdict.evidence == [20..<24])
  }

  @Test func saysWhereItIsNoJSON() async throws {
    let verdict = try await judge("{\n  \"total\": 1,\n  'vat': 2\n}")
    #expect(verdict.label == "not_json")
    #expect(
      verdict.explanation == "the answer is no JSON: line 3, column 3: expected a key in double quotes, found \"'\"")
    #expect(verdict.evidence == [18..<19])
  }

  @Test(arguments: [
    #"{"total": 1, "lines": [{"total": 2}, {"to"#, "Sure:\n```json\n{\"total\": 1, \"lines\": [{\"total\": 2},",
    #"Such as {"total": 1}: {"total": 2, "lines": [1, 2, 3"#,
  ])
  func aCutAnswerIsTruncated(output: String) async throws {
    let cut = try await judge(output, finish: .length)
    #expect(cut.kind == .fail)
    #expect(cut.label == "truncated")
    // The same text from a model that stopped by itself is merely wrong.
    let stopped = try await judge(output, finish: .stop)
    #expect(stopped.label == "not_json")
    // Where nobody says why it stopped, its end tells.
    let unknown = try await judge(output, finish: .unknown)
    #expect(unknown.label == "truncated")
  }

  @Test func aWholeAnswerAtTheLimitIsJudged() async throws {
    #expect(try await judge(#"{"total": 1}"#, finish: .length).kind == .pass)
  }

  @Test func skipsWhatIsNoAnswer() async throws {
    let tool = ToolCall(id: "1", name: "f", arguments: "{}")
    #expect(try await judge("", toolCalls: [tool]).kind == .skip)
    #expect(try await judge("", outcome: .error).kind == .skip)
    #expect(try await judge("").label == "not_json")
    #expect(try await judge("{}", toolCalls: [tool]).label == "required")
  }

  @Test func whatNestsTooDeepIsAnError() async throws {
    let verdict = try await judge(String(repeating: "[", count: 1_000) + String(repeating: "]", count: 1_000))
    #expect(verdict.kind == .error)
    #expect(verdict.label == "too_deep")
  }

  /// Attempts that overlap and fail late must not add up.
  @Test(arguments: ["{\"a\":", "[", "{", "[1,", "```json\n["])
  func hostileAnswersEndSoon(piece: String) async throws {
    let output = String(repeating: piece, count: 100_000 / piece.utf8.count) + "!"
    #expect(try await judge(output).kind != .pass)
  }
}
