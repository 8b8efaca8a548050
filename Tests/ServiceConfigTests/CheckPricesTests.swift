import Foundation
import Testing

/// The script config/check-prices.
enum CheckPrices {
  static let canRun =
    FileManager.default.fileExists(atPath: Fixtures.testData.appendingPathComponent("prices").path)
    && (try? run(["python3", "-c", "import yaml"]))?.status == 0

  static func run(_ command: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.environment = ProcessInfo.processInfo.environment.merging(["ASSAY_TESTDATA": Fixtures.testData.path]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

/// The script, run on the file and on altered copies of it.
@Suite(.enabled(if: CheckPrices.canRun, "needs python3 with PyYAML and the price catalogues in ASSAY_TESTDATA"))
struct CheckPricesTests {
  private func check(_ text: String) throws -> (status: Int32, unexplained: [Substring]) {
    let copy = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).yaml")
    try text.write(to: copy, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: copy) }
    let script = Fixtures.project.appendingPathComponent("config/check-prices").path
    let (status, output) = try CheckPrices.run(["python3", script, copy.path])
    return (status, output.split(separator: "\n").filter { $0.hasPrefix("UNEXPLAINED") })
  }

  @Test func everyDifferenceIsExplained() throws {
    let (status, unexplained) = try check(try Fixtures.shipped("prices.yaml"))
    #expect(status == 0)
    #expect(unexplained == [])
  }

  @Test(arguments: [
    // A figure, a gap, a threshold, a tier, a date, a batch, a note.
    ("gpt-4.1: { input: 2,", "gpt-4.1: { input: 2.1,", "openai gpt-4.1: models.dev (gpt-4.1) has input 2"),
    (
      "gpt-4.1-mini: { input: 0.4, cache_read: 0.1,", "gpt-4.1-mini: { input: 0.4,",
      "openai gpt-4.1-mini: genai-prices (gpt-4.1-mini) has cache_read 0.1"
    ),
    (
      "above: { tokens: 200000, input: 2.5, cache_read: 0.25, output: 15 }",
      "above: { tokens: 128000, input: 2.5, cache_read: 0.25, output: 15 }",
      "gcp.gemini gemini-2.5-pro: models.dev (gemini-2.5-pro) has tokens 200000"
    ),
    (
      "above: { tokens: 200000, input: 2.5, cache_read: 0.25, output: 15 }",
      "above: { tokens: 200000, input: 2.5, cache_read: 0.25, output: 16 }",
      "gcp.gemini gemini-2.5-pro: genai-prices (gemini-2.5-pro) has above.output 15"
    ),
    ("since: 2025-06-10", "since: 2025-06-11", "openai o3: genai-prices (o3 on 2025-06-10) has input 2"),
    (
      "batch: { input: 1, output: 4 } }", "batch: { input: 1, output: 3 } }",
      "openai o3: neither (batch) has batch half"
    ),
    (
      "genai-prices has output 1: taken for a slip", "genai-prices has output 2: taken for a slip",
      "mistral_ai ministral-8b-latest: genai-prices (ministral-8b) has output 1"
    ),
    ("    gpt-4.1-nano:", "    gpt-9-nano:", "openai gpt-9-nano: models.dev (nothing) has model none"),
  ])
  func namesWhatDiffers(from: String, to: String, line: String) throws {
    let text = try Fixtures.shipped("prices.yaml")
    let altered = text.replacingOccurrences(of: from, with: to)
    try #require(altered != text, "\(from) is not in the file")
    let (status, unexplained) = try check(altered)
    #expect(status == 1)
    #expect(unexplained.contains { $0.hasSuffix(line) }, "\(unexplained)")
  }
}
