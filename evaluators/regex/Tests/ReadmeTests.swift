import CallModel
import FoundationEssentials
import PluginKit
import PluginTestKit
import Testing

/// That the example in README.md gives the verdicts that its table promises.
@Suite struct ReadmeTests {
  static let settings: [String: Setting.Value] = [
    "must_match": "[.!?]$", "must_not_match": ["as an ai (language )?model", "i can(no|')t help"], "ignore_case": true,
  ]

  @Test func theExampleHolds() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.contains("    must_match: \"[.!?]$\""))
    #expect(lines.contains("    must_not_match: [\"as an ai (language )?model\", \"i can(no|')t help\"]"))
    let header = try #require(lines.lastIndex { $0.hasPrefix("| output |") })
    let rows = lines[(header + 2)...].prefix { $0.hasPrefix("|") }
    #expect(rows.count == 4)
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimming { $0 == " " || $0 == "`" } }
      let verdict = try await judge(cells[0], Self.settings)
      let shown = [verdict.kind.name, verdict.label ?? "", verdict.evidence.map { "\($0)" }.joined()]
      #expect(shown == Array(cells[1...3]), "\(row)")
    }
  }
}

extension Substring {
  fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> String {
    var rest = self
    while let last = rest.last, isTrimmed(last) { rest.removeLast() }
    while let first = rest.first, isTrimmed(first) { rest.removeFirst() }
    return String(rest)
  }
}
