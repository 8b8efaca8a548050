import CallModel
import FoundationEssentials
import JSON
import OTLP
import Testing

@testable import Ingest

private func protobuf(_ json: String, _ signal: OTLPSignal) throws(OTLPJSONError) -> [UInt8] {
  let bytes = [UInt8](json.utf8)
  let result = bytes.withUnsafeBytes { bytes in
    Result { () throws(OTLPJSONError) in try protobuf(fromJSON: bytes, signal: signal) }
  }
  return try result.get()
}

private func points(_ bytes: [UInt8]) throws -> Int {
  try bytes.withUnsafeBytes { try MetricsRequest.validate($0) }
}

/// Logs and metrics in OTLP/JSON.
@Suite struct JSONSignalTests {
  private static func example(_ name: String) throws -> String {
    let file = ProtocolExamples.trace.deletingLastPathComponent().appending(path: name)
    return String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }

  @Test(.enabled(if: ProtocolExamples.exist, "needs the examples of opentelemetry-proto"))
  func theProtocolsExampleOfLogs() throws {
    let bytes = try protobuf(Self.example("logs.json"), .logs)
    #expect(try number(first(bytes, 1, 2, 2, 1)) == 1_544_712_660_300_000_000)
    #expect(try number(first(bytes, 1, 2, 2, 11)) == 1_544_712_660_300_000_000)
    #expect(try number(first(bytes, 1, 2, 2, 2)) == 10)
    #expect(
      try content(first(bytes, 1, 2, 2, 9), of: bytes)
        == [0x5B, 0x8E, 0xFF, 0xF7, 0x98, 0x03, 0x81, 0x03, 0xD2, 0x69, 0xB6, 0x33, 0x81, 0x3F, 0xC6, 0x0C])
    let batch = try decodeLogs(bytes)
    #expect(batch.records == 1 && batch.parts.isEmpty)
  }

  @Test(.enabled(if: ProtocolExamples.exist, "needs the examples of opentelemetry-proto"))
  func theProtocolsExampleOfEvents() throws {
    let bytes = try protobuf(Self.example("events.json"), .logs)
    #expect(
      try content(first(bytes, 1, 2, 2, 12), of: bytes).map { String(decoding: $0, as: UTF8.self) }
        == "browser.page_view")
    #expect(try decodeLogs(bytes).records == 1)
  }

  @Test(.enabled(if: ProtocolExamples.exist, "needs the examples of opentelemetry-proto"))
  func theProtocolsExampleOfMetrics() throws {
    let bytes = try protobuf(Self.example("metrics.json"), .metrics)
    #expect(try points(bytes) == 4)
    #expect(try number(first(bytes, 1, 2, 2, 7, 1, 4)) == (5.0).bitPattern)
    #expect(try number(first(bytes, 1, 2, 2, 7, 2)) == 1)
    #expect(try number(first(bytes, 1, 2, 2, 7, 3)) == 1)
  }

  @Test func everyFieldOfALogRecordIsCarriedOver() throws {
    let json = #"""
      {"resourceLogs":[{
        "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
        "scopeLogs":[{"scope":{"name":"lib"},
          "logRecords":[{"timeUnixNano":"5","severityNumber":9,"severityText":"info",
            "body":{"kvlistValue":{"values":[{"key":"content","value":{"stringValue":"hi"}}]}},
            "attributes":[{"key":"a","value":{"intValue":"7"}}],"droppedAttributesCount":3,"flags":257,
            "traceId":"0102030405060708090A0B0C0D0E0F10","spanId":"0102030405060708",
            "observedTimeUnixNano":6,"eventName":"gen_ai.user.message"},
            {"severityNumber":"SEVERITY_NUMBER_FATAL4"}],
          "schemaUrl":"inner"}],
        "schemaUrl":"outer"}]}
      """#
    var request = ProtobufWriter()
    request.message(1) { group in
      group.message(1) { $0.attribute(1, "service.name", "shop") }
      group.message(2) { scopeLogs in
        scopeLogs.message(1) { $0.string(1, "lib") }
        scopeLogs.message(2) { record in
          record.fixed64(1, 5)
          record.varint(2, 9)
          record.string(3, "info")
          record.message(5) { $0.value(["content": "hi"]) }
          record.attribute(6, "a", 7)
          record.varint(7, 3)
          record.fixed32(8, 257)
          record.bytes(9, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
          record.bytes(10, [1, 2, 3, 4, 5, 6, 7, 8])
          record.fixed64(11, 6)
          record.string(12, "gen_ai.user.message")
        }
        scopeLogs.message(2) { $0.varint(2, 24) }
        scopeLogs.string(3, "inner")
      }
      group.string(3, "outer")
    }
    #expect(try protobuf(json, .logs) == request.bytes)
    #expect(try decodeLogs(request.bytes).parts.count == 1)
  }

  private func metric(_ data: String) -> String {
    #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"m",\#(data)}]}]}]}"#
  }

  private func wire(_ number: UInt32, _ data: (inout ProtobufWriter) -> Void) -> [UInt8] {
    var request = ProtobufWriter()
    request.message(1) { group in
      group.message(2) { scope in
        scope.message(2) { metric in
          metric.string(1, "m")
          metric.message(number, data)
        }
      }
    }
    return request.bytes
  }

  private func packed(_ values: [UInt64]) -> [UInt8] {
    var numbers = PackedNumbers()
    for value in values { numbers.fixed64(value) }
    return numbers.bytes
  }

  @Test func numberPointsAreCarriedOver() throws {
    let json = metric(
      #""sum":{"aggregationTemporality":"AGGREGATION_TEMPORALITY_CUMULATIVE","isMonotonic":true,"dataPoints":["#
        + #"{"startTimeUnixNano":"1","timeUnixNano":"2","asInt":"-3","flags":1,"#
        + #""exemplars":[{"timeUnixNano":"4","asDouble":0,"spanId":"0102","traceId":"03","filteredAttributes":[{"key":"k"}]}]},"#
        + #"{"asInt":5,"asDouble":0}]}"#)
    let expected = wire(7) { sum in
      sum.message(1) { point in
        point.fixed64(2, 1)
        point.fixed64(3, 2)
        point.message(5) { exemplar in
          exemplar.fixed64(2, 4)
          exemplar.double(3, 0)
          exemplar.bytes(4, [1, 2])
          exemplar.bytes(5, [3])
          exemplar.message(7) { $0.string(1, "k") }
        }
        point.fixed64(6, UInt64(bitPattern: -3))
        point.varint(8, 1)
      }
      // Of a oneof the member that is set last, its default too.
      sum.message(1) { $0.double(4, 0) }
      sum.varint(2, 2)
      sum.varint(3, 1)
    }
    #expect(try protobuf(json, .metrics) == expected)
    #expect(try points(expected) == 2)
  }

  @Test func histogramPointsAreCarriedOver() throws {
    let json = metric(
      #""histogram":{"aggregationTemporality":1,"dataPoints":[{"count":"3","sum":0,"bucketCounts":["1",2,0],"#
        + #""explicitBounds":[0.5,"Infinity"],"min":0,"max":2.5}]}"#)
    let expected = wire(9) { histogram in
      histogram.message(1) { point in
        point.fixed64(4, 3)
        point.double(5, 0)
        point.bytes(6, packed([1, 2, 0]))
        point.bytes(7, packed([(0.5).bitPattern, Double.infinity.bitPattern]))
        point.double(11, 0)
        point.double(12, 2.5)
      }
      histogram.varint(2, 1)
    }
    #expect(try protobuf(json, .metrics) == expected)
    #expect(try points(expected) == 1)
  }

  @Test func exponentialHistogramPointsAreCarriedOver() throws {
    let json = metric(
      #""exponentialHistogram":{"dataPoints":[{"scale":-2,"zeroCount":1,"positive":{"offset":3,"bucketCounts":["300",0]},"#
        + #""negative":{"offset":-1},"zeroThreshold":0.25}]}"#)
    let expected = wire(10) { histogram in
      histogram.message(1) { point in
        point.varint(6, 3)
        point.fixed64(7, 1)
        point.message(8) { buckets in
          buckets.varint(1, 6)
          buckets.bytes(2, [0xac, 0x02, 0x00])
        }
        point.message(9) { $0.varint(1, 1) }
        point.double(14, 0.25)
      }
    }
    #expect(try protobuf(json, .metrics) == expected)
    #expect(try points(expected) == 1)
  }

  @Test func summaryPointsAndGaugesAreCarriedOver() throws {
    let json = metric(
      #""metadata":[{"key":"a"}],"summary":{"dataPoints":[{"count":2,"sum":3,"quantileValues":[{"quantile":0.5,"value":1}]}]}"#
    )
    let bytes = try protobuf(json, .metrics)
    #expect(try points(bytes) == 1)
    #expect(try number(first(bytes, 1, 2, 2, 11, 1, 6, 1)) == (0.5).bitPattern)
    #expect(try content(first(bytes, 1, 2, 2, 12, 1), of: bytes) == [UInt8(ascii: "a")])
    #expect(
      try protobuf(metric(#""gauge":{"dataPoints":[{"asInt":0}]}"#), .metrics)
        == wire(5) { gauge in
          gauge.message(1) { $0.fixed64(6, 0) }
        })
  }

  @Test func ofTheDataTheLastCounts() throws {
    let bytes = try protobuf(metric(#""gauge":{"dataPoints":[{}]},"sum":{"dataPoints":[{},{}]}"#), .metrics)
    #expect(try points(bytes) == 2)
    #expect(try first(bytes, 1, 2, 2, 5) == nil)
  }

  @Test(arguments: [
    (OTLPSignal.logs, #"{"resourceLogs":{}}"#, "resourceLogs", "an array"),
    (
      .logs, #"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{},{"body":"text"}]}]}]}"#,
      "resourceLogs[0].scopeLogs[0].logRecords[1].body", "an object"
    ),
    (
      .logs, #"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"severityNumber":"LOUD"}]}]}]}"#,
      "resourceLogs[0].scopeLogs[0].logRecords[0].severityNumber",
      "a whole number or one of SEVERITY_NUMBER_UNSPECIFIED"
    ),
    (
      .metrics, #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"sum":[]}]}]}]}"#,
      "resourceMetrics[0].scopeMetrics[0].metrics[0].sum", "an object"
    ),
    (
      .metrics,
      #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"histogram":{"dataPoints":[{"bucketCounts":[1,-1]}]}}]}]}]}"#,
      "resourceMetrics[0].scopeMetrics[0].metrics[0].histogram.dataPoints[0].bucketCounts[1]", "a whole number from 0"
    ),
    (
      .metrics,
      #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"histogram":{"dataPoints":[{"explicitBounds":[null]}]}}]}]}]}"#,
      "resourceMetrics[0].scopeMetrics[0].metrics[0].histogram.dataPoints[0].explicitBounds[0]", "a number"
    ),
    (
      .metrics,
      #"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"exponentialHistogram":{"dataPoints":[{"scale":2147483648}]}}]}]}]}"#,
      "resourceMetrics[0].scopeMetrics[0].metrics[0].exponentialHistogram.dataPoints[0].scale",
      "a whole number from -2147483648"
    ),
  ])
  func aWrongTypeNamesThePath(_ signal: OTLPSignal, _ json: String, _ path: String, _ expected: String) throws {
    let error = try #require(throws: OTLPJSONError.self) { try protobuf(json, signal) }
    #expect(error.code == .type && error.path == path)
    #expect(error.reason.hasPrefix("expected \(expected)"))
  }

  @Test func aRequestOfAnotherSignalIsAnEmptyOne() throws {
    #expect(try protobuf(#"{"resourceSpans":[{}]}"#, .logs).isEmpty)
    #expect(try protobuf(#"{"resourceLogs":[{}]}"#, .metrics).isEmpty)
    #expect(try protobuf(#"{"resource_logs":[]}"#, .logs).isEmpty)
  }

  @Test func nestingInABodyIsBounded() throws {
    func json(_ depth: Int) -> String {
      let open = String(repeating: #"{"arrayValue":{"values":["#, count: depth)
      return #"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":"# + open + "{}"
        + String(repeating: "]}}", count: depth) + "}]}]}]}"
    }
    #expect(try decodeLogs(protobuf(json(64), .logs)).records == 1)
    #expect(throws: OTLPJSONError.self) { try protobuf(json(65), .logs) }
  }

  @Test func theResponsesNameWhatWasRejected() {
    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
    #expect(text(ExportLogsServiceResponse().json()) == "{}")
    #expect(text(ExportMetricsServiceResponse().json()) == "{}")
    #expect(
      text(ExportLogsServiceResponse(rejectedLogRecords: 3, errorMessage: "why").json())
        == #"{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"why"}}"#)
    #expect(
      text(ExportMetricsServiceResponse(rejectedDataPoints: 2).json())
        == #"{"partialSuccess":{"rejectedDataPoints":"2"}}"#)
  }
}
