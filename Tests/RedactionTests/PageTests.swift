import Foundation
import Patterns
import Redaction
import Testing

/// The examples of docs/redaction.md are true.
@Suite struct PageTests {
  @Test func examplesHold() throws {
    var folder = URL(fileURLWithPath: #filePath)
    var page: String?
    while folder.path != "/", page == nil {
      folder.deleteLastPathComponent()
      page = FileManager.default.contents(atPath: folder.appendingPathComponent("docs/redaction.md").path)
        .map { String(decoding: $0, as: UTF8.self) }
    }
    let lines = try #require(page).split(separator: "\n").filter { $0.hasPrefix("| `") }
    let rows = lines.map { $0.split(separator: "`", omittingEmptySubsequences: false) }
      .filter { $0.count == 5 && $0[2] == " | " }
    #expect(rows.count == 6)
    for row in rows { #expect(masked(String(row[1])) == row[3]) }
  }
}
