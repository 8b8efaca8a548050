import PluginKit
import PluginTestKit
import RegexEvaluator
import Testing

@Suite struct RegexSettingsTests {
  @Test(
    arguments: [
      ([:], "needs must_match, must_not_match or both"),
      (["must_match": []], "must_match: holds no pattern"),
      (
        ["must_match": "a(b"],
        "must_match: 'a(b' is no usable pattern: missing closing parenthesis, at byte 3 of the pattern"
      ),
      (["must_match": ["ok", 3]], "must_match: expected a list of texts, found a whole number in it"),
      (["must_match": "a", "on_part": "system"], "on_part: 'system' is not one of output, input"),
      (["must_match": "a", "ignore_case": "yes"], "ignore_case: expected true or false, found text"),
      (["must_match": "a", "match_limit": 0], "match_limit: must lie between 1 and 1000000000, found 0"),
      (
        ["must_match": "a", "pattern": "b"],
        "pattern: unknown key; known here: ignore_case, match_limit, must_match, must_not_match, on_part"
      ),
    ] as [([String: Setting.Value], String)])
  func saysWhatIsWrong(settings: [String: Setting.Value], problem: String) {
    var read = Settings(entries: settings)
    _ = try? RegexFactory.make(&read, host: TestHost())
    read.finish()
    #expect(read.hasProblems)
    #expect(read.problems.map(\.description).contains { $0.hasSuffix(problem) }, "\(read.problems)")
  }

  @Test func saysAllAtOnce() {
    var read = Settings(entries: ["must_match": ["(", ")"], "must_not_match": "[", "match_limit": -1, "more": true])
    #expect(throws: SettingsError.self) { try RegexFactory.make(&read, host: TestHost()) }
    read.finish()
    #expect(read.problems.count == 5)
  }
}
