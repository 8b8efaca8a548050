import CallModel
import FoundationEssentials
import PluginKit
import PluginTestKit
import Testing

/// That the examples in README.md give the verdicts that their tables promise.
@Suite struct ReadmeTests {
  struct Example: Sendable {
    /// Lines of the README that say the same as `settings`.
    var lines: [String]
    var settings: [String: Setting.Value]
    var rows: Int
  }

  static let examples = [
    Example(
      lines: [
        "    must_match: \"[.!?]$\"",
        "    must_not_match: [\"as an ai (language )?model\", \"i can(no|')t help\"]", "    ignore_case: true",
      ],
      settings: [
        "must_match": "[.!?]$", "must_not_match": ["as an ai (language )?model", "i can(no|')t help"],
        "ignore_case": true,
      ], rows: 4),
    Example(
      lines: [
        "    may_match: '(?<price>[\\d.,]*\\d) ?(?<currency>[A-Z]{3})\\b'", "      price: { min: 0, max: 500 }",
        "      currency: { one_of: [EUR, USD] }",
      ],
      settings: [
        "may_match": "(?<price>[\\d.,]*\\d) ?(?<currency>[A-Z]{3})\\b",
        "captures": ["price": ["min": 0, "max": 500], "currency": ["one_of": ["EUR", "USD"]]],
      ], rows: 5),
  ]

  @Test(arguments: examples.indices)
  func theExampleHolds(index: Int) async throws {
    let example = Self.examples[index]
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    let lines = readme.split(separator: "\n", omittingEmptySubsequences: false)
    for line in example.lines { #expect(lines.contains { $0 == line }, "\(line)") }
    let headers = lines.indices.filter { lines[$0].hasPrefix("| output |") }
    try #require(headers.count == Self.examples.count)
    let rows = lines[(headers[index] + 2)...].prefix { $0.hasPrefix("|") }
    #expect(rows.count == example.rows)
    for row in rows {
      let cells = row.split(separator: "|").map { $0.trimming { $0 == " " || $0 == "`" } }
      let verdict = try await judge(cells[0], example.settings)
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
