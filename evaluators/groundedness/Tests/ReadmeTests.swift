import CallModel
import FoundationEssentials
import JSON
import PluginKit
import PluginTestKit
import Testing

@testable import GroundednessEvaluator

/// That the examples in README.md give the verdicts that they promise.
@Suite struct ReadmeTests {
  @Test func theExamplesHold() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    let context = try #require(
      readme.split(separator: "\n").first { $0.hasPrefix("With the context *") }?.dropFirst(18).dropLast())
    var examples = 0
    for line in readme.split(separator: "\n") where line.hasPrefix(#"{"output""#) {
      let example = try JSON(parsing: String(line))
      var settings = Settings(entries: [:])
      let evaluator = try GroundednessFactory.make(&settings, host: TestHost())
      var call = LLMCall()
      call.input = "Tell me about the museum."
      call.context = [String(context)]
      call.output = try #require(example["output"]?.string)
      let verdict = try #require(await evaluator.judge([call]).first)
      #expect(verdict.kind.name == example["verdict"]?.string, "\(line)")
      #expect(verdict.label == example["label"]?.string, "\(line)")
      #expect(verdict.score == example["score"]?.number?.double, "\(line)")
      #expect(verdict.explanation == example["explanation"]?.string, "\(line)")
      let evidence = (example["evidence"]?.array ?? []).compactMap { $0.array?.compactMap { $0.number?.double } }
      #expect(verdict.evidence.map { [Double($0.lowerBound), Double($0.upperBound)] } == evidence, "\(line)")
      examples += 1
    }
    #expect(examples == 4)
  }
}
