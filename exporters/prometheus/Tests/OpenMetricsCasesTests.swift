import CallModel
import Foundation
import PluginTestKit
import Testing

@testable import PrometheusExporter

/// The parser cases of the OpenMetrics project: in `ASSAY_TESTDATA`, else in `../shared/data`
/// beside the package.
private let cases: URL = {
  if let path = ProcessInfo.processInfo.environment["ASSAY_TESTDATA"] {
    return URL(filePath: path).appending(path: "openmetrics/parsers")
  }
  var root = URL(filePath: #filePath).deletingLastPathComponent()
  while root.path != "/", !FileManager.default.fileExists(atPath: root.appending(path: "config/assay.yaml").path) {
    root.deleteLastPathComponent()
  }
  return root.deletingLastPathComponent().appending(path: "shared/data/openmetrics/parsers")
}()

private func text(of name: String) throws -> String {
  try String(contentsOf: cases.appending(path: "\(name)/metrics"), encoding: .utf8)
}

@Suite struct OpenMetricsCasesTests {
  private static let isThere = FileManager.default.fileExists(atPath: cases.path)

  private func open(_ families: [MetricFamily]) -> String {
    let accept = "application/openmetrics-text;version=1.0.0"
    let document = PrometheusExporter().render(MetricsSnapshot(families: families, at: 0), accept: accept)
    return String(decoding: document.body, as: UTF8.self)
  }

  /// The reader is strict, or what it accepts would say nothing.
  @Test(.enabled(if: isThere, "needs openmetrics/ in ASSAY_TESTDATA"))
  func theReaderRefusesEveryBadCase() throws {
    let bad = try FileManager.default.contentsOfDirectory(atPath: cases.path).filter { $0.hasPrefix("bad_") }
    #expect(bad.count > 100)
    // It knows no clash with `_created`, which this exporter never writes.
    for name in bad where name != "bad_clashing_names_2" {
      #expect(throws: OpenMetricsReader.Refused.self, "\(name)") { try OpenMetricsReader.read(text(of: name)) }
    }
  }

  /// What stands in a valid case is rendered, and reads the same.
  @Test(
    .enabled(if: isThere, "needs openmetrics/ in ASSAY_TESTDATA"),
    arguments: [
      "simple_counter", "simple_gauge", "simple_summary", "summary_quantiles", "unit_gauge", "uint64_counter",
      "float_gauge", "leading_zeros_float_gauge", "nan_gauge", "labels_and_infinite", "labels_with_curly_braces",
      "hash_in_label_value", "escaping", "label_escaping", "help_escaping", "empty_help", "empty_brackets",
    ])
  func theKindsOfValidCases(name: String) throws {
    let read = try OpenMetricsReader.read(text(of: name))
    #expect(!read.isEmpty)
    let again = try OpenMetricsReader.read(open(read.map(rendered)))
    #expect(again.map(\.name) == read.map(\.name))
    #expect(again.map(\.type) == read.map(\.type))
    #expect(again.map(\.unit) == read.map(\.unit))
    #expect(again.map(\.help) == read.map(\.help))
    #expect(again.map(sorted) == read.map(sorted))
  }

  @Test(.enabled(if: isThere, "needs openmetrics/ in ASSAY_TESTDATA"))
  func histograms() throws {
    let read = try OpenMetricsReader.read(text(of: "simple_histogram"))
    let written = open([family("a", .histogram, help: "help", ([], .histogram(histogram([1.5, 2, 3]), bounds: [1])))])
    let again = try OpenMetricsReader.read(written)
    #expect(again.map(\.type) == read.map(\.type) && again.map(\.help) == read.map(\.help))
    // The case has a sum of its own choice.
    let buckets = [read, again].map { $0.map { sorted($0).filter { !$0.hasPrefix("a_sum") } } }
    #expect(buckets[0] == buckets[1])
  }

  @Test func everyKindIsValid() throws {
    let read = try OpenMetricsReader.read(open(CannedSnapshots.everyKind.families))
    #expect(read.map(\.type) == ["counter", "gauge", "summary", "histogram"])
    #expect(read.map(\.unit) == [nil, nil, "seconds", "seconds"])
    #expect(try OpenMetricsReader.read(open(CannedSnapshots.series(1_000).families)).first?.samples.count == 1_000)
    for value in ["a\nb", "a\\", "\"", "\r", "x\"} 1\nforged 1\n", "\u{0}é🙂 # {a=\"b\"} 1"] {
      let read = try OpenMetricsReader.read(open(CannedSnapshots.label(value).families))
      #expect(read.first?.samples.map(\.labels) == [["route": value]])
    }
  }

  /// The samples in an order that does not matter, their quantiles and bounds as numbers.
  private func sorted(_ family: OpenMetricsReader.Family) -> [String] {
    family.samples.map { sample in
      let labels = sample.labels.sorted { $0.key < $1.key }.map { key, value in
        ["le", "quantile"].contains(key) ? "\(key)=\(Double(value) ?? .infinity)" : "\(key)=\(value)"
      }
      return "\(sample.name)\(labels) \(sample.value)"
    }.sorted()
  }

  /// The family as this service would have measured it.
  private func rendered(_ family: OpenMetricsReader.Family) -> MetricFamily {
    let isCounter = family.type == "counter"
    let labels = Set(family.samples.flatMap(\.labels.keys)).subtracting(["quantile"]).sorted()
    var points = family.samples.map { sample in
      MetricPoint(labelValues: labels.map { sample.labels[$0] ?? "" }, value: .number(sample.value))
    }
    if family.type == "summary" {
      func value(_ suffix: String) -> Double { family.samples.first { $0.name == "a" + suffix }?.value ?? 0 }
      let quantiles = family.samples.compactMap { sample in
        sample.labels["quantile"].flatMap(Double.init).map { (quantile: $0, value: sample.value) }
      }
      points = [
        MetricPoint(
          labelValues: [],
          value: .summary(quantiles: quantiles, sum: value("_sum"), count: UInt64(value("_count"))))
      ]
    }
    return MetricFamily(
      name: isCounter ? family.name + "_total" : family.name, help: family.help ?? "",
      kind: isCounter ? .counter : family.type == "summary" ? .summary : .gauge, labels: labels, points: points)
  }
}
