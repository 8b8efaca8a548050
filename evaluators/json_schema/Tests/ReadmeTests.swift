import CallModel
import FoundationEssentials
import JSON
import PluginKit
import PluginTestKit
import Testing

@testable import JSONSchemaEvaluator

/// That the example in README.md gives the verdicts that it promises.
@Suite struct ReadmeTests {
  private func readme() throws -> [Substring] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let text = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    return text.split(separator: "\n")
  }

  @Test func theExampleHolds() async throws {
    let lines = try readme()
    let schema = try #require(lines.first { $0.hasPrefix("    schema: {") }).dropFirst("    schema: ".count)
    var settings = Settings(entries: ["schema": .text(String(schema))])
    let evaluator = try JSONSchemaFactory.make(&settings, host: TestHost())
    let examples = lines.filter { $0.hasPrefix(#"{"output""#) }
    #expect(examples.count == 6)
    for line in examples {
      let example = try JSON(parsing: String(line))
      var call = LLMCall(finish: example["finish"]?.string == "length" ? .length : .stop)
      call.output = try #require(example["output"]?.string)
      let verdict = try #require(await evaluator.judge([call]).first)
      #expect(verdict.kind.name == example["verdict"]?.string, "\(line)")
      #expect(verdict.label == example["label"]?.string, "\(line)")
      #expect(verdict.explanation == example["explanation"]?.string, "\(line)")
      let evidence = verdict.evidence.map { JSON.array([JSON($0.lowerBound), JSON($0.upperBound)]) }
      #expect(evidence == example["evidence"]?.array ?? [], "\(line)")
    }
  }
}
