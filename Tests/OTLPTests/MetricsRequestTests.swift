import Testing

@testable import OTLP

@Suite struct MetricsRequestTests {
  private func validate(_ bytes: [UInt8]) throws(OTLPError) -> Int {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(OTLPError) in try MetricsRequest.validate(bytes) }
    }
    return try result.get()
  }

  private func request(_ metric: (inout ProtobufWriter) -> Void) -> [UInt8] {
    var request = ProtobufWriter()
    request.message(1) { group in
      group.message(1) { $0.attribute(1, "service.name", "shop") }
      group.message(2) { scope in
        scope.message(1) { $0.attribute(3, "a", "b") }
        scope.message(2) { $0.string(1, "first") }
        scope.message(2, metric)
      }
    }
    return request.bytes
  }

  /// Two points of every kind of data.
  private var all: [UInt8] {
    request { metric in
      for (data, attributes, exemplars) in [(5, 7, 5), (7, 7, 5), (9, 9, 8), (10, 1, 11), (11, 7, nil)] {
        metric.message(UInt32(data)) { list in
          for _ in 0..<2 {
            list.message(1) { point in
              point.attribute(UInt32(attributes), "k", "v")
              if let exemplars { point.message(UInt32(exemplars)) { $0.attribute(7, "x", 1) } }
              if data == 9 { point.bytes(6, [UInt8](repeating: 1, count: 16)) }
              if data == 10 { point.message(8) { $0.bytes(2, [0x80, 0x01, 0x05]) } }
            }
          }
        }
      }
      metric.attribute(12, "m", true)
    }
  }

  @Test func pointsOfAllKindsAreCounted() throws {
    #expect(try validate(all) == 10)
    #expect(try validate([]) == 0)
    #expect(try validate([0x0a, 0]) == 0)
  }

  @Test func everyTruncationIsAnErrorOrFewerPoints() throws {
    for count in 0..<all.count {
      let points = try? validate(Array(all.prefix(count)))
      #expect(points == nil || points ?? 10 < 10, "cut at \(count)")
    }
  }

  @Test func whatIsMalformedAnywhereIsAnError() throws {
    let bad: [UInt8] = [0x0a, 0x20, 1]
    let places: [(String, [UInt8])] = [
      ("metadata", request { $0.bytes(12, bad) }), ("data", request { $0.bytes(7, bad) }),
      ("point", request { metric in metric.message(5) { $0.bytes(1, bad) } }),
      ("attribute", request { metric in metric.message(5) { list in list.message(1) { $0.bytes(7, bad) } } }),
      (
        "exemplar",
        request { metric in
          metric.message(9) { list in list.message(1) { point in point.message(8) { $0.bytes(7, bad) } } }
        }
      ),
      ("packed", request { metric in metric.message(9) { list in list.message(1) { $0.bytes(7, [1, 2, 3]) } } }),
      (
        "buckets",
        request { metric in
          metric.message(10) { list in list.message(1) { point in point.message(9) { $0.bytes(2, [0x80]) } } }
        }
      ),
    ]
    for (name, bytes) in places {
      let error = #expect(throws: OTLPError.self, "\(name)") { try validate(bytes) }
      #expect(error?.message.hasPrefix("metric 1: ") == true, "\(name)")
    }
    let group = #expect(throws: OTLPError.self) { try validate([0x0a, 3] + bad) }
    #expect(group?.message == "resource_metrics 0: length 32 runs past the end at byte 3")
    let request = #expect(throws: OTLPError.self) { try validate(bad) }
    #expect(request?.message == "request: length 32 runs past the end at byte 1")
  }

  @Test func deepNestingIsAnError() throws {
    func nested(_ depth: Int) -> [UInt8] {
      func nest(_ depth: Int, _ value: inout ProtobufWriter) {
        if depth > 0 { value.message(5) { $0.message(1) { nest(depth - 1, &$0) } } }
      }
      return request { metric in
        metric.message(5) { list in list.message(1) { point in point.attribute(7, "k") { nest(depth, &$0) } } }
      }
    }
    #expect(try validate(nested(64)) == 1)
    for depth in [65, 3_000] {
      let error = #expect(throws: OTLPError.self) { try validate(nested(depth)) }
      #expect(error?.code == .tooDeep)
    }
  }
}

@Suite struct ExportServiceResponseTests {
  @Test func fullSuccessIsNoBytesAndARejectionNamesItsCount() {
    #expect(ExportLogsServiceResponse().serialized().isEmpty && ExportMetricsServiceResponse().serialized().isEmpty)
    let partial: [UInt8] = [0x0a, 7, 0x08, 3, 0x12, 3] + Array("why".utf8)
    #expect(ExportLogsServiceResponse(rejectedLogRecords: 3, errorMessage: "why").serialized() == partial)
    #expect(ExportMetricsServiceResponse(rejectedDataPoints: 3, errorMessage: "why").serialized() == partial)
    #expect(ExportLogsServiceResponse(errorMessage: "why").serialized() == [0x0a, 5, 0x12, 3] + Array("why".utf8))
  }

  @Test func sint32IsZigzag() {
    var writer = ProtobufWriter()
    for value: Int32 in [0, -1, 1, -2, .max, .min] { writer.sint(1, value) }
    #expect(
      writer.bytes == [8, 0, 8, 1, 8, 2, 8, 3, 8, 0xfe, 0xff, 0xff, 0xff, 0x0f, 8, 0xff, 0xff, 0xff, 0xff, 0x0f])
  }
}
