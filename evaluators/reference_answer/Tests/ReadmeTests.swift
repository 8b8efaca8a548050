import CallModel
import FoundationEssentials
import JSON
import PluginKit
import PluginTestKit
import Testing

@testable import ReferenceAnswerEvaluator

/// That the examples in README.md give the verdicts that they promise.
@Suite struct ReadmeTests {
  @Test func theExamplesHold() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    var evaluator: (any Evaluator)?
    var examples = 0
    var entries: [String: Setting.Value] = [:]
    for line in readme.split(separator: "\n") {
      if line.hasPrefix("evaluators:") {
        entries = [:]
        evaluator = nil
      } else if line.hasPrefix("    "), let (key, value) = setting(line), key != "plugin" {
        entries[key] = value
      } else if line.hasPrefix(#"{"output""#) {
        if evaluator == nil {
          var settings = Settings(entries: entries)
          evaluator = try ReferenceAnswerFactory.make(&settings, host: TestHost())
        }
        try await check(String(line), by: try #require(evaluator))
        examples += 1
      }
    }
    #expect(examples == 10)
  }

  /// The little YAML that the examples need.
  private func setting(_ line: Substring) -> (String, Setting.Value)? {
    let parts = line.trimmingPrefix("    ").split(separator: ": ", maxSplits: 1)
    guard parts.count == 2 else { return nil }
    guard let json = try? JSON(parsing: String(parts[1])) else { return (String(parts[0]), .text(String(parts[1]))) }
    let list = json.array.map { Setting.Value.list($0.map { Setting(writing: .text($0.string ?? "")) }) }
    return (String(parts[0]), list ?? .text(json.string ?? ""))
  }

  private func check(_ line: String, by evaluator: any Evaluator) async throws {
    let example = try JSON(parsing: line)
    var call = LLMCall()
    call.output = try #require(example["output"]?.string)
    let verdict = try #require(await evaluator.judge([call]).first)
    #expect(verdict.kind.name == example["verdict"]?.string, "\(line)")
    #expect(verdict.label == example["label"]?.string, "\(line)")
    #expect(verdict.score == example["score"]?.number?.double, "\(line)")
    #expect(verdict.explanation == example["explanation"]?.string, "\(line)")
  }
}
