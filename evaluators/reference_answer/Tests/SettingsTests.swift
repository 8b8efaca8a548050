import PluginKit
import PluginTestKit
import Testing

@testable import ReferenceAnswerEvaluator

@Suite struct SettingsTests {
  private func problems(_ entries: [String: Setting.Value], files: [String: String] = [:]) -> [String] {
    var settings = Settings(entries: entries)
    _ = try? ReferenceAnswerFactory.make(&settings, host: TestHost(files: files))
    settings.finish()
    return settings.problems.map(\.description)
  }

  @Test func conforms() async {
    let settings: [String: Setting.Value] = ["reference": ["Within 30 days.", "Thirty days"], "references": "r.jsonl"]
    let host = TestHost(files: ["r.jsonl": #"{"input": "Hello?", "reference": "Hi"}"#])
    #expect(await EvaluatorConformance.check(ReferenceAnswerFactory.self, settings: settings, host: host) == [])
    #expect(await EvaluatorConformance.check(ReferenceAnswerFactory.self) == [])
  }

  @Test(
    arguments: [
      (["match": "fuzzy"], "test.yaml:2: entry.match: 'fuzzy' is not one of exact, normalised, f1"),
      (["at_least": "50%"], "test.yaml:2: entry.at_least: only 'match: f1' has a share to reach; leave at_least out"),
      (
        ["at_least": 2, "match": "f1"], "test.yaml:2: entry.at_least: '2' is no share; write 8% or a number from 0 to 1"
      ),
      (["reference": [1]], "test.yaml:2: entry.reference: expected a list of texts, found a whole number in it"),
      (["references": "none.jsonl"], "test.yaml:2: entry.references: none.jsonl: there is no such file"),
      (
        ["references": "bad.jsonl"],
        "test.yaml:2: entry.references: line 2 of the file: no JSON at column 11: expected a value, found '}'"
      ),
      (
        ["references": "half.jsonl"],
        "test.yaml:2: entry.references: line 1 of the file: 'reference' must be there, as a text or a list of texts"
      ),
      (
        ["references": "mixed.jsonl"],
        "test.yaml:2: entry.references: line 1 of the file: 'reference' must be there, as a text or a list of texts"
      ),
      (
        ["references": "numbers.jsonl"],
        "test.yaml:2: entry.references: line 1 of the file: 'input' must be there, as a text"
      ),
    ] as [([String: Setting.Value], String)])
  func saysWhatIsWrong(entries: [String: Setting.Value], problem: String) {
    let files = [
      "bad.jsonl": "\n{\"input\": }\n", "half.jsonl": #"{"input": "a"}"#,
      "numbers.jsonl": #"{"input": 1, "reference": "b"}"#,
      "mixed.jsonl": #"{"input": "a", "reference": ["b", 1]}"#,
    ]
    #expect(problems(entries, files: files) == [problem])
  }
}
