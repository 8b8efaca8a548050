import CallModel
import FoundationEssentials
import JSON
import PluginKit
import PluginTestKit
import Testing

@testable import ReferenceAnswerEvaluator

/// That the example in README.md gives the verdicts that it promises.
@Suite struct ReadmeTests {
  @Test func theExampleHolds() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    let lines = readme.split(separator: "\n")
    for setting in ["match: f1", "at_least: 60%", #"reference: ["Paris", "The capital is Paris, France."]"#] {
      #expect(lines.contains("    \(setting)"))
    }
    var settings = Settings(
      entries: ["match": "f1", "at_least": "60%", "reference": ["Paris", "The capital is Paris, France."]])
    let evaluator = try ReferenceAnswerFactory.make(&settings, host: TestHost())
    let examples = lines.filter { $0.hasPrefix(#"{"output""#) }
    #expect(examples.count == 4)
    for line in examples {
      let example = try JSON(parsing: String(line))
      var call = LLMCall()
      call.output = try #require(example["output"]?.string)
      let verdict = try #require(await evaluator.judge([call]).first)
      #expect(verdict.kind.name == example["verdict"]?.string, "\(line)")
      #expect(verdict.label == example["label"]?.string, "\(line)")
      #expect(verdict.score == example["score"]?.number?.double, "\(line)")
      #expect(verdict.explanation == example["explanation"]?.string, "\(line)")
    }
  }
}
