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
  }

  @Test(arguments: [Method.f1, .edit])
  func conforms(method: Method) async {
    let settings: [String: Setting.Value] = [
      "method": .text(method.rawValue), "reference": "Within 30 days.", "wrong_reference": "Never, or after 5 days",
    ]
    #expect(await EvaluatorConformance.check(ReferenceAnswerFactory.self, settings: settings) == [])
  }

  @Test(
    arguments: [
      (
        ["method": "fuzzy"],
        "test.yaml:2: entry.method: 'fuzzy' is not one of exact, normalised, numeric, contains, f1, rouge1, rouge2, "
          + "rouge_l, chrf, edit"
      ),
      (
        ["pass_at": "50%"],
        "test.yaml:2: entry.pass_at: 'method: normalised' has no share to reach, only f1, rouge1, rouge2, rouge_l, "
          + "chrf, edit have; leave it out"
      ),
      (
        ["pass_at": 2, "method": "f1"], "test.yaml:3: entry.pass_at: '2' is no share; write 8% or a number from 0 to 1"
      ),
      (
        ["method": "numeric", "tolerance": "some"],
        "test.yaml:3: entry.tolerance: 'some' is no tolerance; write 1% of the reference, or a distance such as 0.5"
      ),
      (
        ["method": "numeric", "tolerance": "-1%"],
        "test.yaml:3: entry.tolerance: '-1%' is no tolerance; write 1% of the reference, or a distance such as 0.5"
      ),
      (["number": "any"], "test.yaml:2: entry.number: only 'method: numeric' reads it; leave it out"),
      (
        ["method": "numeric", "reference": "3 to 4"],
        "test.yaml:3: entry.reference: '3 to 4' has 2 numbers; one is needed"
      ),
      (
        ["method": "contains", "wrong_reference": "the"],
        "test.yaml:3: entry.wrong_reference: 'the' has no words that could be found"
      ),
      (
        ["method": "numeric", "references": "words.jsonl"],
        "test.yaml:3: entry.references: line 1 of the file: 'b' has 0 numbers; one is needed"
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
        "test.yaml:2: entry.references: line 1 of the file: 'input' or 'id' must be there, as a text"
      ),
    ] as [([String: Setting.Value], String)])
  func saysWhatIsWrong(entries: [String: Setting.Value], problem: String) {
    let files = [
      "bad.jsonl": "\n{\"input\": }\n", "half.jsonl": #"{"input": "a"}"#,
      "numbers.jsonl": #"{"input": 1, "reference": "b"}"#, "words.jsonl": #"{"input": "a", "reference": "b"}"#,
      "mixed.jsonl": #"{"input": "a", "reference": ["b", 1]}"#,
    ]
    #expect(problems(entries, files: files) == [problem])
  }
}
