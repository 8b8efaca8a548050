import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import OtlpExporter

@Suite struct MetricsRequestTests {
  let host = TestHost()

  /// The metrics that a snapshot becomes, by name.
  private func metrics(_ snapshot: MetricsSnapshot) async throws -> [String: ProtobufTree] {
    try await exporter(host).export([.snapshot(snapshot)])
    let scope = try #require(try message(host).at(1, 2))
    return Dictionary(uniqueKeysWithValues: scope.all(2).map { ($0.text(1) ?? "", $0) })
  }

  @Test func goesToTheMetricsPathAsProtobuf() async throws {
    _ = try await metrics(CannedSnapshots.everyKind)
    let request = host.requests[0]
    #expect(request.url == "http://collector:4318/v1/metrics")
    #expect(request.method == "POST")
    #expect(request.header("content-type") == "application/x-protobuf")
    #expect(request.header("content-encoding") == "gzip")
    #expect(try message(host).at(1, 1)?.attributes(1) == ["service.name": "assay"])
    #expect(try message(host).at(1, 2, 1)?.text(1) == "assay")
  }

  @Test func aCounterIsACumulativeMonotonicSum() async throws {
    host.clock.advance(by: .seconds(60))
    let metric = try #require(try await metrics(CannedSnapshots.everyKind)["assay_calls"])
    let sum = try #require(metric.at(7))
    #expect(sum.varint(2) == 2)
    #expect(sum.varint(3) == 1)
    let point = try #require(sum.at(1))
    #expect(point.fixed(2) == UInt64(host.started()))
    #expect(point.fixed(3) == UInt64(CannedSnapshots.everyKind.at))
    #expect(point.double(4) == 5)
    #expect(point.attributes(7) == ["route": "support"])
  }

  @Test func aGaugeHasNoBeginning() async throws {
    let metric = try #require(try await metrics(CannedSnapshots.everyKind)["assay_fail_ratio"])
    #expect(metric.text(3) == "1")
    let point = try #require(metric.at(5, 1))
    #expect(point.fixed(2) == nil)
    #expect(point.double(4) == 0.125)
  }

  @Test func aSummaryLeavesOutWhatWasNotSeen() async throws {
    let point = try #require(try await metrics(CannedSnapshots.everyKind)["assay_call_duration_seconds"]?.at(11, 1))
    #expect(point.fixed(4) == 5)
    #expect(point.double(5) == 42.5)
    #expect(point.all(6).map { [$0.double(1), $0.double(2)] } == [[0.5, 0.8]])
  }

  @Test func aHistogramIsExponentialBucketForBucket() async throws {
    let metric = try #require(try await metrics(CannedSnapshots.everyKind)["assay_time_to_first_token_seconds"])
    #expect(metric.text(3) == "s")
    let histogram = try #require(metric.at(10))
    #expect(histogram.varint(2) == 2)
    let points = histogram.all(1)
    #expect(points.count == 2)
    var expected = ExponentialHistogram()
    for value in [0, 0.2, 0.8, 1.5, 40] { expected.record(value) }
    #expect(points[0].attributes(1) == ["route": "support"])
    #expect(points[0].fixed(4) == 5)
    #expect(points[0].double(5) == expected.sum)
    #expect(points[0].sint(6) == 5)
    #expect(points[0].fixed(7) == 1)
    #expect(expected.offset < 0)
    #expect(points[0].at(8)?.sint(1) == Int64(expected.offset))
    #expect(points[0].at(8)?.packed(2) == expected.counts)
    // An empty label is no attribute, an empty histogram no buckets.
    #expect(points[1].attributes(1) == [:])
    #expect(points[1].fixed(4) == 0)
    #expect(points[1].at(8) == nil)
  }

  @Test func theConventionsNamesAreUsed() async throws {
    let point = MetricPoint(
      labelValues: ["chat", "openai", "gpt-4o-mini", ""], value: .histogram(ExponentialHistogram(), bounds: []))
    let family = MetricFamily(
      name: "gen_ai_client_operation_duration_seconds", help: "", kind: .histogram,
      labels: ["gen_ai_operation_name", "gen_ai_provider_name", "gen_ai_request_model", "error_type"], points: [point])
    let metric = try #require(
      try await metrics(MetricsSnapshot(families: [family], at: 1))["gen_ai.client.operation.duration"])
    #expect(metric.text(3) == "s")
    #expect(
      metric.at(10, 1)?.attributes(1) == [
        "gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o-mini",
      ])
  }

  @Test func manySeriesAreManyRequests() async throws {
    try await exporter(host).export([.snapshot(CannedSnapshots.series(12_000))])
    #expect(host.requests.count == 3)
    let counts = try (0..<3).map { try message(host, $0).at(1, 2, 2, 7)?.all(1).count }
    #expect(counts == [5_000, 5_000, 2_000])
    let names = try (0..<3).flatMap { place in
      try message(host, place).at(1, 2, 2, 7)?.all(1).compactMap { $0.attributes(7)["route"] } ?? []
    }
    #expect(Set(names).count == 12_000)
  }

  @Test func nothingMeasuredIsNoRequest() async throws {
    try await exporter(host).export([.snapshot(CannedSnapshots.empty)])
    #expect(host.requests.isEmpty)
  }
}
