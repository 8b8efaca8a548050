import CallModel
import Foundation
import Testing

@testable import PrometheusExporter

private let promtool = "/usr/bin/promtool"

/// Prometheus' own checker reads what we render.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: promtool), "promtool is not installed"))
struct PromtoolTests {
  /// The exit status (0: nothing to say) and what was said.
  private func check(_ document: String) throws -> (status: Int32, said: String) {
    let process = Process()
    process.executableURL = URL(filePath: promtool)
    process.arguments = ["check", "metrics"]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    process.standardError = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(document.utf8))
    try input.fileHandleForWriting.close()
    let said = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: said, as: UTF8.self))
  }

  @Test func hasNothingToSay() throws {
    let names = ["checkout", "open\"ai\\", "gpt\n4o\u{0}é"]
    let labels = ["route", "provider", "model"]
    let document = render(
      family("assay_calls_total", labels: labels, (names, .number(1e18)), (["", "", ""], .number(0.1))),
      family("assay_spend_dollars_total", labels: labels, (names, .number(1e-9)), (names, .number(2))),
      family("assay_queue_depth", .gauge, ([], .number(.infinity))),
      family(
        "assay_call_duration_seconds", .summary, labels: labels,
        (names, .summary(quantiles: [(0.5, .nan), (0.99, 1e-7)], sum: 0.1 + 0.2, count: 3))),
      family(
        "assay_time_to_first_token_seconds", .histogram, labels: labels,
        (names, .histogram(histogram([0, 0.3, 7]), bounds: [0.01, 0.32, 81.92])),
        (["", "", ""], .histogram(ExponentialHistogram(), bounds: []))),
      family("assay_calls_total", labels: labels, (names, .number(5))))
    let (status, said) = try check(document)
    #expect(status == 0 && said.isEmpty, "\(said)")
  }

  @Test func wouldSayIt() throws {
    #expect(try check("a_total{x=\"1\"} 1\na_total{x=\"1\"} 1\n").status != 0)
    #expect(try check(render(family("assay_calls", .counter, ([], .number(1))))).status != 0)
  }
}
