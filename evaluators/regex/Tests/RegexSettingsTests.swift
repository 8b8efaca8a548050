import PluginKit
import PluginTestKit
import RegexEvaluator
import Testing

@Suite struct RegexSettingsTests {
  @Test(
    arguments: [
      ([:], "needs must_match, must_not_match or may_match"),
      (["must_match": []], "must_match: holds no pattern"),
      (
        ["must_match": "a(b"],
        "must_match: no usable pattern: missing closing parenthesis, at its end: a(b⟪here⟫"
      ),
      (["must_match": ["ok", 3]], "must_match[1]: expected a pattern, found a whole number"),
      (["must_match": "a", "in": "system"], "in: 'system' is not one of output, input, tool_arguments"),
      (["must_match": "a", "ignore_case": "yes"], "ignore_case: expected true or false, found text"),
      (["must_match": "a", "match_limit": 0], "match_limit: must lie between 1 and 1000000000, found 0"),
      (
        ["must_match": "a", "pattern": "b"],
        "pattern: unknown key; known here: captures, dotall, ignore_case, in, match_limit, may_match, multiline, "
          + "must_match, must_not_match"
      ),
      (
        ["must_match": "one line that is too long to be shown\nc++d**e"],
        "must_match: no usable pattern: quantifier does not follow a repeatable item, at character 44, line 2: "
          + "…o be shown\\nc++d*⟪here⟫*e"
      ),
      (["must_match": nil], "needs must_match, must_not_match or may_match"),
      (
        ["must_match": "(?<a>x)", "captures": ["b": ["min": 1]]],
        "captures: no group is named 'b': must_match and may_match have the groups a"
      ),
      (
        ["must_not_match": "(?<a>x)", "captures": ["a": ["min": 1]]],
        "captures: no group is named 'a': must_match and may_match have no named group; write (?<a>…)"
      ),
      (["may_match": "(?<a>x)"], "may_match: '(?<a>x)' asks for nothing: captures names none of its groups"),
      (["must_match": "(?<a>x)", "captures": ["a": [:]]], "captures.a: asks for nothing; write min, max or one_of"),
      (
        ["must_match": "(?<a>x)", "captures": ["a": ["min": 2, "max": 1]]],
        "captures.a: min 2 is above max 1: no value is allowed"
      ),
      (
        ["must_match": "(?<a>x)", "captures": ["a": ["max": .number(.infinity)]]],
        "captures.a.max: expected a finite number, found a number"
      ),
      (
        ["must_match": "(?<a>x)", "captures": ["a": ["min": "1"]]],
        "captures.a.min: expected a finite number, found text"
      ),
      (
        ["must_match": "(?<a>x)", "captures": ["a": ["one_of": "EUR"]]],
        "captures.a.one_of: expected a list of values, found text"
      ),
      (
        ["must_match": "(?<a>x)", "captures": ["a": ["one_of": [nil]]]],
        "captures.a.one_of: expected a list of values, found nothing in it"
      ),
      (
        ["must_match": "(?<a>x)", "captures": ["a": ["one_of": ["1"], "decimal": ","]]],
        "captures.a.decimal: is of use with min or max only"
      ),
      (
        ["must_match": "(?<a>x)", "captures": ["a": ["min": 1, "decimal": ";"]]],
        "captures.a.decimal: ';' is not one of ., ,"
      ),
      (
        ["must_match": "(?<a>x)", "captures": ["a": ["least": 1]]],
        "captures.a.least: unknown key; known here: decimal, max, min, one_of"
      ),
    ] as [([String: Setting.Value], String)])
  func saysWhatIsWrong(settings: [String: Setting.Value], problem: String) {
    var read = Settings(entries: settings)
    _ = try? RegexFactory.make(&read, host: TestHost())
    read.finish()
    #expect(read.hasProblems)
    #expect(read.problems.map(\.description).contains { $0.hasSuffix(problem) }, "\(read.problems)")
  }

  @Test func namesTheLineOfEachPatternInAList() {
    let list = Setting(.list([Setting(.text("ok"), line: 7), Setting(.text("a(?<é>b)c)"), line: 9)]), line: 6)
    var read = Settings(Setting(.map([("must_match", list)]), line: 5), file: "my.yaml", path: "evaluators.price")
    _ = try? RegexFactory.make(&read, host: TestHost())
    #expect(
      read.problems.map(\.description) == [
        "my.yaml:9: evaluators.price.must_match[1]: no usable pattern: unmatched closing parenthesis, at character 10: a(?<é>b)c⟪here⟫)"
      ])
  }

  @Test func saysAllAtOnce() {
    var read = Settings(entries: ["must_match": ["(", ")"], "must_not_match": "[", "match_limit": -1, "more": true])
    #expect(throws: SettingsError.self) { try RegexFactory.make(&read, host: TestHost()) }
    read.finish()
    #expect(read.problems.count == 5)
  }
}
