import CallModel
import Canaries
import PluginKit
import ServiceConfig
import Testing

@Suite struct CanarySettingsTests {
  @Test func everyKeyIsRead() throws {
    let text = try Fixtures.text("good/canaries.yaml")
    let canaries = try #require(loadConfiguration(text, file: "a", in: context()).configuration).canaries
    #expect(
      canaries == [
        Canary(
          name: "capital", url: "https://models.example/v1/chat/completions", provider: "example", model: "small",
          key: "hunter2", system: "Answer in one word.",
          questions: [.init("What is the capital of France?", references: ["Paris", "Paris, France"])],
          evaluator: "right", every: .minutes(10), timeout: .seconds(5), mostOutput: 20),
        Canary(
          name: "sum", url: "https://models.example/v1/chat/completions", provider: "openai", model: "small",
          questions: [.init("2 + 2", references: ["4"])], evaluator: "right"),
      ])
  }

  private func load(_ lines: String) -> LoadedConfiguration {
    let text = """
      evaluators: { right: { plugin: words, word: a } }
      canaries: { c: { url: "http://a", model: m, questions: golden.jsonl, evaluator: right } }
      """
    return loadConfiguration(text, file: "a", in: context(files: ["golden.jsonl": Array(lines.utf8)]))
  }

  @Test func questionsComeFromAFile() throws {
    let lines = """
      {"question": "a?", "reference": "b"}

      {"input": "c?", "reference": ["d", "", "e"], "id": 7}\r

      """
    let canaries = try #require(load(lines).configuration).canaries
    #expect(
      canaries.map(\.questions) == [[.init("a?", references: ["b"]), .init("c?", references: ["d", "e"])]])
  }

  @Test(arguments: [
    ("", "golden.jsonl:1: the file holds no question"), ("\n{", "golden.jsonl:2: is no JSON: "),
    (#"{"question": "a?"}"#, "golden.jsonl:1: 'reference' must be there"),
    (#"{"question": "", "reference": "b"}"#, "golden.jsonl:1: 'question' must be there"),
    (#"{"question": "a?", "reference": [1]}"#, "golden.jsonl:1: 'reference' must be there"),
    (
      String(repeating: #"{"question": "a?", "reference": "b"}"# + "\n", count: 1_001),
      "golden.jsonl:1001: there are more"
    ),
  ])
  func whatIsWrongInAFileIsSaidWithItsLine(lines: String, problem: String) throws {
    let loaded = load(lines)
    #expect(loaded.configuration == nil)
    let said = try #require(loaded.problems.first)
    #expect(said.path == "canaries.c.questions" && said.line == 2)
    #expect(said.message.hasPrefix(problem), "\(said)")
  }
}
