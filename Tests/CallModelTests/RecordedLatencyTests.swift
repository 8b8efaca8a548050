import CallModel
import FoundationEssentials
import Testing

/// Quantiles of latencies that were measured on real calls (NVIDIA NeMo-Guardrails).
@Suite struct RecordedLatencyTests {
  static let file: URL = {
    let data = ProcessInfo.processInfo.environment["ASSAY_TESTDATA"].map { URL(filePath: $0) }
    let besideProject = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../shared/data")
    return (data ?? besideProject).appending(path: "latency/latency_report_detailed_openai.tsv")
  }()
  static let isThere = FileManager.default.fileExists(atPath: file.path)

  @Test(
    .enabled(if: isThere, "set ASSAY_TESTDATA to the folder that holds latency/"),
    arguments: [
      ("total_overall_time", [2.240413, 4.214481, 4.903078, 6.649951]),
      ("total_llm_calls_time", [2.176946, 4.120299, 4.785689, 6.640911]),
    ])
  func quantilesAreWithinTheStatedError(column: String, expected: [Double]) throws {
    let rows = tabSeparated(String(decoding: try Data(contentsOf: Self.file), as: UTF8.self))
    let place = try #require(rows.first?.firstIndex(of: column))
    let values = try rows.dropFirst().map { try #require(Double($0[place])) }
    #expect(values.count == 2_310)
    var histogram = ExponentialHistogram()
    for value in values { histogram.record(value) }
    for (q, known) in zip([0.5, 0.9, 0.95, 0.99], expected) {
      let exact = nearestRank(q, of: values)
      #expect(abs(exact - known) < 1e-6)
      let found = try #require(histogram.quantile(q))
      #expect(abs(found - exact) <= exact * ExponentialHistogram.relativeError, "\(column) \(q)")
    }
  }

  /// Fields may be quoted, and quoted ones hold line breaks.
  private func tabSeparated(_ text: String) -> [[String]] {
    var rows: [[String]] = [[]]
    var field = ""
    var isQuoted = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": isQuoted.toggle()
      case "\t" where !isQuoted, "\n" where !isQuoted:
        rows[rows.count - 1].append(field)
        field = ""
        if scalar == "\n" { rows.append([]) }
      default: field.unicodeScalars.append(scalar)
      }
    }
    return rows.filter { !$0.isEmpty }
  }
}
