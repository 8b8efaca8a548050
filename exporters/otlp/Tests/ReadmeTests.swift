import CallModel
import FoundationEssentials
import PluginKit
import PluginTestKit
import Testing

@testable import OtlpExporter

/// That README.md names what is really sent.
@Suite struct ReadmeTests {
  @Test func namesEveryAttributeAndSetting() async throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let readme = String(decoding: try Data(contentsOf: folder.appending(path: "README.md")), as: UTF8.self)
    let host = TestHost()
    try await exporter(host).export([.verdicts(CannedItems.verdicts)])
    let records = try #require(try message(host).at(1, 2)).all(2)
    for key in Set(records.flatMap { $0.attributes(6).keys }) { #expect(readme.contains("`\(key)`"), "\(key)") }

    var settings = Settings(entries: ["endpoint": "http://a", "zzz": 1])
    _ = try OtlpFactory.make(&settings, host: host)
    settings.finish()
    let known = try #require(settings.problems.first?.message.split(separator: ": ").last)
    for key in known.split(separator: ", ") { #expect(readme.contains("| `\(key)` |"), "\(key)") }
  }
}
