import CallModel
import Testing

@testable import PrometheusExporter

@Suite struct ExemplarTests {
  private static let time: Nanoseconds = 1_520_879_607_789_999_999

  private func exemplar(_ number: UInt64, _ value: Double, at: Nanoseconds = time, span: UInt64 = 0xAB) -> Exemplar {
    Exemplar(trace: TraceID(high: 1, low: number), span: SpanID(span), value: value, at: at)
  }

  private func family(
    _ name: String, _ kind: MetricFamily.Kind, _ value: MetricPoint.Value, _ exemplars: [Exemplar]
  ) -> MetricFamily {
    MetricFamily(
      name: name, help: "Help.", kind: kind, labels: ["x"],
      points: [MetricPoint(labelValues: ["1"], value: value, exemplars: exemplars)])
  }

  private func samples(_ accept: String, _ families: MetricFamily...) -> [String] {
    let body = PrometheusExporter().render(MetricsSnapshot(families: families, at: 0), accept: accept).body
    return String(decoding: body, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }.map { String($0) }
  }

  private let openMetrics = "application/openmetrics-text;version=1.0.0"

  @Test func ofACounter() {
    let errors = family("a_total", .counter, .number(3), [exemplar(0xFEDC_BA98_7654_3210, 1)])
    #expect(
      samples(openMetrics, errors) == [
        #"a_total{x="1"} 3 # {trace_id="0000000000000001fedcba9876543210",span_id="00000000000000ab"} 1 1520879607.789"#
      ])
    for accept in ["text/plain;version=0.0.4", "text/plain;version=1.0.0"] {
      #expect(samples(accept, errors) == [#"a_total{x="1"} 3"#])
    }
  }

  @Test func withoutSpanAndBeforeTheEpoch() {
    let errors = family("a_total", .counter, .number(3), [exemplar(2, 0.5, at: -5, span: 0)])
    #expect(
      samples(openMetrics, errors) == [#"a_total{x="1"} 3 # {trace_id="00000000000000010000000000000002"} 0.5 0.000"#])
  }

  @Test func namesAndValuesKeepToTheLimitOfCodePoints() {
    let line = samples(openMetrics, family("a_total", .counter, .number(3), [exemplar(.max, 1, span: .max)]))[0]
    let labels = line.split(separator: "# {")[1].split(separator: "}")[0]
    #expect(labels.filter { !"=\",".contains($0) }.count == 63)
  }

  @Test func oneABucketTheLatestInsideItsBounds() {
    let values = histogram([0.5, 1, 1, 3, 100])
    let exemplars = [
      exemplar(1, 100), exemplar(2, 1, at: 1_000_000), exemplar(3, 0.75, at: 2_000_000), exemplar(4, 3),
      exemplar(5, .nan),
    ]
    #expect(
      samples(openMetrics, family("h", .histogram, .histogram(values, bounds: [1, 2, 4]), exemplars)) == [
        #"h_bucket{x="1",le="1.0"} 3 # {trace_id="00000000000000010000000000000003",span_id="00000000000000ab"} 0.75 0.002"#,
        #"h_bucket{x="1",le="2.0"} 3"#,
        #"h_bucket{x="1",le="4.0"} 4 # {trace_id="00000000000000010000000000000004",span_id="00000000000000ab"} "#
          + "3 1520879607.789",
        #"h_bucket{x="1",le="+Inf"} 5 # {trace_id="00000000000000010000000000000001",span_id="00000000000000ab"} "#
          + "100 1520879607.789",
        #"h_sum{x="1"} 105.5"#, #"h_count{x="1"} 5"#,
      ])
  }

  @Test func onlyWhereOpenMetricsAllowsThem() {
    let one = [exemplar(1, 1)]
    let lines = samples(
      openMetrics, family("a", .gauge, .number(1), one),
      family("b", .summary, .summary(quantiles: [], sum: 1, count: 1), one),
      // Beside a gauge `a` this is of unknown type.
      family("a_total", .counter, .number(1), one))
    #expect(lines == [#"a{x="1"} 1"#, #"b_sum{x="1"} 1"#, #"b_count{x="1"} 1"#, #"a_total{x="1"} 1"#])
  }

  // MARK: Protobuf

  private func messages(_ family: MetricFamily) throws -> [String] {
    let shape: [String: Character] = [
      "1": "t", "2": "t", "4": "m", "4.1": "m", "4.1.1": "t", "4.1.2": "t", "4.2": "m", "4.3": "m", "4.3.2": "m",
      "4.3.2.1": "m", "4.3.2.1.1": "t", "4.3.2.1.2": "t", "4.3.2.3": "m", "4.7": "m", "4.7.3": "m", "4.7.3.3": "m",
      "4.7.3.3.1": "m", "4.7.3.3.1.1": "t", "4.7.3.3.1.2": "t", "4.7.3.3.3": "m", "4.7.5": "z", "4.7.12": "m",
      "4.7.12.1": "z", "4.7.13": "p", "4.7.16": "m", "4.7.16.1": "m", "4.7.16.1.1": "t", "4.7.16.1.2": "t",
      "4.7.16.3": "m",
    ]
    let accept = "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
    let body = PrometheusExporter().render(MetricsSnapshot(families: [family], at: 0), accept: accept).body
    return try ProtobufReader.delimited(body).map { try described($0, shape) }
  }

  @Test func ofACounterInProtobuf() throws {
    let written = try messages(family("a_total", .counter, .number(3), [exemplar(2, 1)]))
    #expect(
      written == [
        """
        1: a_total
        2: Help.
        3: 0
        4:
          1:
            1: x
            2: 1
          3:
            1: 3.0
            2:
              1:
                1: trace_id
                2: 00000000000000010000000000000002
              1:
                1: span_id
                2: 00000000000000ab
              2: 1.0
              3:
                1: 1520879607
                2: 789999999

        """
      ])
  }

  /// Classic buckets in their order, the one above all bounds only for its exemplar; then the
  /// native histogram's own by their time.
  @Test func ofAHistogramInProtobuf() throws {
    let exemplars = [exemplar(1, 1, at: 9_000_000_001), exemplar(2, 100, at: 8_000_000_000)]
    let written = try messages(family("h", .histogram, .histogram(histogram([1, 100]), bounds: [1]), exemplars))
    func traces(_ path: String) -> [Substring] {
      written[0].split(separator: "\n").filter { $0.contains("2: 0000000000000001") && $0.hasPrefix(path + "2") }
    }
    #expect(traces("          ").map { $0.suffix(1) } == ["1", "2"])
    #expect(traces("        ").map { $0.suffix(1) } == ["2", "1"])
    #expect(written[0].contains("    3:\n      1: 2\n      2: inf\n      3:\n"))
    #expect(written[0].contains("      3:\n        1: 9\n        2: 1\n"))
  }

  @Test func gaugesHaveNoneInProtobuf() throws {
    #expect(try !messages(family("a", .gauge, .number(1), [exemplar(1, 1)]))[0].contains("trace_id"))
  }
}
