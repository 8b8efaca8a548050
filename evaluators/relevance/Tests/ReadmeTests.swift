import CallModel
import FoundationEssentials
import JSON
import PluginKit
import PluginTestKit
import Testing

@testable import RelevanceEvaluator

/// That the examples in README.md give the verdicts that they promise.
@Suite struct ReadmeTests {
  @Test func theExamplesHold() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    var settings = Settings(entries: [:])
    let evaluator = try RelevanceFactory.make(&settings, host: TestHost())
    let lines = readme.split(separator: "\n").filter { $0.hasPrefix(#"{"input""#) }
    #expect(lines.count == 7)
    for line in lines {
      let example = try JSON(parsing: String(line))
      var call = LLMCall()
      call.input = try #require(example["input"]?.string)
      call.output = try #require(example["output"]?.string)
      let verdict = try #require(await evaluator.judge([call]).first)
      #expect(verdict.kind.name == example["verdict"]?.string, "\(line)")
      #expect(verdict.label == example["label"]?.string, "\(line)")
      #expect(verdict.explanation == example["explanation"]?.string, "\(line)")
    }
  }
}
