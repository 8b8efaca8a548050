import CallModel
import FoundationEssentials
import PluginKit
import PluginTestKit
import Testing

@testable import JudgeEvaluator

/// README.md tells of every label and setting, and its prompt is one.
@Suite struct ReadmeTests {
  private func readme() throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return String(
      decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
  }

  @Test(arguments: JudgeFailure.Code.allCases)
  func namesTheLabel(code: JudgeFailure.Code) throws {
    #expect(try readme().contains("| `\(code.rawValue)` |"))
  }

  /// The keys that the factory knows are those of the table.
  @Test func namesEverySetting() throws {
    var entry = Settings(entries: ["nobody": 1])
    _ = try? JudgeFactory.make(&entry, host: TestHost())
    entry.finish()
    let unknown = try #require(entry.problems.last { $0.path == "entry.nobody" }?.message)
    let known = try #require(unknown.split(separator: "known here: ").last).split(separator: ", ")
    let table = try readme().split(separator: "## Prompts")[0]
    #expect(known.count == 16)
    for key in known { #expect(table.contains("| `\(key)` |"), "\(key)") }
  }

  @Test func thePromptIsOne() throws {
    let blocks = try readme().split(separator: "```\n")
    let shown = try #require(blocks.first { $0.hasPrefix("Criterion: ") })
    #expect(try Prompt(String(shown)).places == [.input, .output])
  }
}
