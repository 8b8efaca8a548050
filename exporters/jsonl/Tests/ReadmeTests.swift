import FoundationEssentials
import JSON
import PluginKit
import PluginTestKit
import Testing

/// That the line shown in README.md is the one that is written.
@Suite struct ReadmeTests {
  @Test func theExampleHolds() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    let host = TestHost()
    try await exporter(host).export([
      .verdicts([CannedItems.verdicts[1]]), .alert(CannedItems.firing("answers-refused")),
    ])
    for line in try lines(host) { #expect(readme.contains(line.text()), "\(line)") }
  }
}
