import CallModel
import Foundation
import Testing

@testable import Telemetry

/// The folder of test data that is not part of the project.
private let latencyReport: URL? = {
  var root = URL(filePath: #filePath)
  while root.path != "/" {
    root.deleteLastPathComponent()
    let isRoot = ["Sources", "config"].allSatisfy {
      FileManager.default.fileExists(atPath: root.appending(path: $0).path)
    }
    if isRoot { break }
  }
  let data = ProcessInfo.processInfo.environment["ASSAY_TESTDATA"] ?? "../shared/data"
  let folder = data.hasPrefix("/") ? URL(filePath: data) : root.appending(path: data)
  let file = folder.appending(path: "latency/latency_report_detailed_openai.tsv")
  return FileManager.default.fileExists(atPath: file.path) ? file : nil
}()

@Suite struct RecordedLatencyTests {
  /// 2,310 durations of a real provider.
  @Test(.enabled(if: latencyReport != nil, "the data set latency is not here"))
  func quantilesLieWithinTheStatedError() throws {
    let text = try String(contentsOf: #require(latencyReport), encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: "\t", omittingEmptySubsequences: false)
    }
    let column = try #require(rows.first?.firstIndex(of: "total_overall_time"))
    let seconds = rows.dropFirst().compactMap { $0.count > column ? Double($0[column]) : nil }
    #expect(seconds.count > 2_000)
    let world = World()
    var measurements = Measurements()
    for (i, value) in seconds.enumerated() {
      measurements.record(world.call(duration: Nanoseconds(value * 1e9)), at: start + .milliseconds(100) * Int64(i))
    }
    let now = start + .milliseconds(100) * Int64(seconds.count)
    let point = measurements.snapshot(at: now, symbols: world.symbols)
      .value("assay_call_duration_seconds", "checkout", "openai", "gpt-4o")
    let quantiles = try #require(point?.quantiles)
    let sorted = seconds.sorted()
    for (q, measured) in zip(DurationSummary.quantiles, quantiles) {
      let exact = sorted[Int((q * Double(sorted.count)).rounded(.up)) - 1]
      #expect(abs(measured - exact) <= exact * ExponentialHistogram.relativeError, "p\(q * 100): \(measured), \(exact)")
    }
  }
}
