import CallModel
import PluginKit
import PluginTestKit
import RegexEvaluator
import Testing

@Suite struct RegexEvaluatorTests {
  @Test(
    arguments: [
      ["must_match": "\\w"], ["must_not_match": ["a", "(?i)as an ai"]],
      ["must_match": "(?s)^.*$", "must_not_match": "[\\x{1F600}-\\x{1F64F}]"],
      ["must_not_match": "^(\\w+\\s?)+!$", "match_limit": 10_000], ["in": "tool_arguments", "must_match": "\\{"],
      [
        "may_match": "(?<word>\\w+)|(?<day>\\d+)", "multiline": true, "dotall": true, "ignore_case": true,
        "captures": ["word": ["one_of": ["a", "lorem", "ipsum"]], "day": ["min": 0, "max": 30, "decimal": ","]],
      ],
    ] as [[String: Setting.Value]])
  func conforms(settings: [String: Setting.Value]) async {
    let problems = await EvaluatorConformance.check(RegexFactory.self, settings: settings)
    #expect(problems == [])
  }

  @Test func namesThePatternAndWhereItMatched() async throws {
    let verdict = try await judge("Äh, as an AI model 😀", ["must_not_match": "an (AI|bot)"])
    #expect(verdict.kind == .fail)
    #expect(verdict.score == 0)
    #expect(verdict.label == "forbidden")
    #expect(verdict.explanation == "the output matches 'an (AI|bot)' at 7..<12")
    #expect(verdict.evidence == [7..<12])
  }

  @Test func countsEvidenceInCodePoints() async throws {
    let verdict = try await judge("e\u{301}😀👩‍👩‍👧x", ["must_not_match": "x"])
    #expect(verdict.evidence == [8..<9])
  }

  @Test func namesThePatternThatIsMissing() async throws {
    let verdict = try await judge("no", ["must_match": ["n", "yes"]])
    #expect(verdict.kind == .fail)
    #expect(verdict.label == "missing")
    #expect(verdict.explanation == "the output does not match 'yes'")
    #expect(verdict.evidence.isEmpty)
  }

  @Test func cutsLongPatterns() async throws {
    let verdict = try await judge("a", ["must_match": .text(String(repeating: "é", count: 81))])
    #expect(verdict.explanation == "the output does not match '\(String(repeating: "é", count: 79))…'")
  }

  @Test func judgesTheInputWhenAsked() async throws {
    let verdict = try await judge("fine", ["must_not_match": "secret", "in": "input"], input: "my secret")
    #expect(verdict.kind == .fail)
    #expect(verdict.explanation == "the input matches 'secret' at 3..<9")
    #expect(verdict.evidence.isEmpty)
  }

  @Test func ignoresCaseWhenAsked() async throws {
    #expect(try await judge("AS AN AI", ["must_not_match": "as an ai"]).kind == .pass)
    #expect(try await judge("AS AN AI", ["must_not_match": "as an ai", "ignore_case": true]).kind == .fail)
  }

  @Test func readsTheOtherOptions() async throws {
    #expect(try await judge("a\nb", ["must_match": "^b$"]).kind == .fail)
    #expect(try await judge("a\nb", ["must_match": "^b$", "multiline": true]).kind == .pass)
    #expect(try await judge("a\nb", ["must_match": "a.b"]).kind == .fail)
    #expect(try await judge("a\nb", ["must_match": "a.b", "dotall": true]).kind == .pass)
  }

  @Test func looksAtTheArgumentsOfEachTool() async throws {
    let tools = [
      ToolCall(id: "1", name: "weather", arguments: "{\"city\":\"Bergen\"}"),
      ToolCall(id: "2", name: "mail", arguments: "{\"to\":\"é@example.org\"}"),
    ]
    let present = try await judge("", ["must_match": "Bergen", "in": "tool_arguments"], tools: tools)
    #expect(present.kind == .pass)
    let forbidden = try await judge("", ["must_not_match": "@\\w+", "in": "tool_arguments"], tools: tools)
    #expect(forbidden.label == "forbidden")
    #expect(forbidden.explanation == "the arguments of 'mail' match '@\\w+' at 8..<16")
    #expect(forbidden.evidence.isEmpty)
    let missing = try await judge("Oslo", ["must_match": "Oslo", "in": "tool_arguments"], tools: tools)
    #expect(missing.explanation == "the arguments of no tool match 'Oslo'")
    let one = try await judge("", ["must_match": "Oslo", "in": "tool_arguments"], tools: [tools[0]])
    #expect(one.explanation == "the arguments of 'weather' do not match 'Oslo'")
    #expect(try await judge("Oslo", ["must_match": "Oslo", "in": "tool_arguments"]).kind == .skip)
  }

  @Test func givesNoEvidenceForAnEmptyMatch() async throws {
    let verdict = try await judge("", ["must_not_match": "^$"])
    #expect(verdict.kind == .fail)
    #expect(verdict.evidence.isEmpty)
  }

  @Test(arguments: ["must_match", "must_not_match"])
  func aLimitIsAnErrorAndNeverNoMatch(key: String) async throws {
    let text = String(repeating: "a", count: 200) + "!"
    let verdict = try await judge(text, [key: "^(a+)+$", "match_limit": 1_000])
    #expect(verdict.kind == .error)
    #expect(verdict.label == "match_limit")
    #expect(verdict.explanation == "the search for '^(a+)+$' was given up at its limit of steps, time or memory")
  }

  @Test func aSureObjectionOutweighsALimit() async throws {
    let text = String(repeating: "a", count: 200) + "!"
    let verdict = try await judge(text, ["must_not_match": ["^(a+)+$", "!"], "match_limit": 1_000])
    #expect(verdict.kind == .fail)
    #expect(verdict.evidence == [200..<201])
  }
}

func judge(
  _ output: String, _ settings: [String: Setting.Value], input: String = "", tools: [ToolCall] = []
) async throws -> Verdict {
  var read = Settings(entries: settings)
  let evaluator = try RegexFactory.make(&read, host: TestHost())
  var call = LLMCall()
  call.output = output
  call.input = input
  call.toolCalls = tools
  return try #require(await evaluator.judge([call]).first)
}
