import CallModel
import JSON
import OTLP
import Testing

@testable import Ingest

@Suite struct LogDecoderTests {
  @Test(arguments: [
    "gen_ai.system.message", "gen_ai.user.message", "gen_ai.assistant.message", "gen_ai.tool.message",
    "gen_ai.developer.message", "gen_ai.choice", "gen_ai.client.inference.operation.details",
    "gen_ai.content.prompt", "gen_ai.content.completion",
  ])
  func recordsWithContentAreParts(name: String) throws {
    let log = SampleLog.event(name, at: 5, ["content": "hi"])
    let bytes = logsRequest([SampleLog(name: "other"), log])
    let batch = try decodeLogs(bytes)
    #expect(batch.records == 2 && batch.unlinked == 0 && batch.evaluations.reports.isEmpty && batch.warning == "")
    let part = try #require(batch.parts.first)
    #expect(batch.parts.count == 1 && part.kind == .event)
    #expect(part.trace.description == "0102030405060708090a0b0c0d0e0f10" && part.span.description == "0102030405060708")
    #expect(part.time == now + .milliseconds(5))
    #expect(Array(bytes[part.source.bounds]) == log.part.bytes)
  }

  @Test(arguments: [
    nil, "", "gen_ai", "gen_ai.", "gen_ai.message", "gen_ai..message", "gen_ai.user.messages", "gen_ai.a.b.message",
    "exception", "gen_ai.choices", "browser.page_view", "gen_ai.client.operation.exception",
  ])
  func otherRecordsAreCountedAndIgnored(name: String?) throws {
    let batch = try decodeLogs(logsRequest([SampleLog(name: name, body: "gen_ai.user.message")]))
    #expect(batch.records == 1 && batch.parts.isEmpty && batch.unlinked == 0)
  }

  @Test func theNameMayBeAnAttributeAsOlderSDKsHaveIt() throws {
    let old = SampleLog(attributes: [("event.name", "gen_ai.choice"), ("gen_ai.system", "openai")])
    #expect(try decodeLogs(logsRequest([old])).parts.count == 1)
    var both = old
    both.name = "my.event"
    #expect(try decodeLogs(logsRequest([both])).parts.isEmpty, "the field counts before the attribute")
    both.name = ""
    #expect(try decodeLogs(logsRequest([both])).parts.count == 1)
  }

  @Test func recordsWithoutValidIdsAreNotLinked() throws {
    let event = SampleLog.event("gen_ai.user.message", ["content": "hi"])
    func changed(_ change: (inout SampleLog) -> Void) -> SampleLog {
      var log = event
      change(&log)
      return log
    }
    let bytes = logsRequest([
      changed { $0.traceID = [] }, changed { $0.traceID = [UInt8](repeating: 0, count: 16) },
      changed { $0.traceID = [1, 2] }, changed { $0.spanID = [] },
      changed { $0.spanID = [UInt8](repeating: 0, count: 8) }, changed { $0.spanID = [UInt8](repeating: 1, count: 9) },
      event,
    ])
    let batch = try decodeLogs(bytes)
    #expect(batch.records == 7 && batch.unlinked == 6 && batch.parts.count == 1)
    #expect(
      batch.warning
        == "6 of 7 log records carry content of a call but name no span; send trace_id and span_id with them")
  }

  @Test func withoutATimeTheObservedOneCountsThenTheArrival() throws {
    func time(_ time: UInt64?, _ observed: UInt64?) throws -> Nanoseconds? {
      let log = SampleLog(time: time, observed: observed, name: "gen_ai.choice")
      return try decodeLogs(logsRequest([log]), arrival: 42).parts.first?.time
    }
    #expect(try time(5, 7) == 5)
    #expect(try time(0, 7) == 7)
    #expect(try time(nil, 7) == 7)
    #expect(try time(nil, nil) == 42)
    #expect(try time(.max, nil) == Nanoseconds.latest)
  }

  @Test func evaluationsThatSayNothingAreRejected() throws {
    let batch = try decodeLogs(
      logsRequest([.event("gen_ai.evaluation.result"), .event("gen_ai.evaluation.result"), .event("gen_ai.choice")]))
    #expect(batch.evaluations.rejected == 2 && batch.parts.count == 1 && batch.records == 3)
  }

  @Test func fieldsComeInAnyOrderAndTheLastScalarCounts() throws {
    var request = ProtobufWriter()
    request.message(1) { group in
      group.message(2) { scope in
        scope.message(2) { record in
          record.string(12, "gen_ai.choice")
          record.bytes(10, [9, 9, 9, 9, 9, 9, 9, 9])
          record.varint(99, 1)
          record.bytes(9, [UInt8](repeating: 3, count: 16))
          record.attribute(6, "k", "v")
          record.bytes(10, [0, 0, 0, 0, 0, 0, 0, 5])
          record.string(12, "gen_ai.user.message")
          record.fixed32(8, 1)
        }
      }
    }
    let batch = try decodeLogs(request.bytes)
    #expect(batch.parts.first?.span == SpanID(5))
    #expect(batch.records == 1 && batch.parts.count == 1)
  }

  @Test func anEmptyRequestHasNoRecords() throws {
    #expect(try decodeLogs([]).records == 0)
    #expect(try decodeLogs([0x0a, 0]).records == 0)
  }
}

/// Hostile requests: a typed error, or fewer records.
@Suite struct BadLogsTests {
  private let valid = logsRequest([
    .event("gen_ai.system.message", ["content": "Be short."]),
    .event("gen_ai.user.message", at: 1, ["content": ["a", ["b": 1.5]], "flag": true]),
    SampleLog(attributes: [("event.name", "gen_ai.choice"), ("k", "v")]),
  ])

  @Test func everyTruncationIsAnErrorOrFewerRecords() throws {
    #expect(try decodeLogs(valid).parts.count == 3)
    for count in 0..<valid.count {
      let batch = try? decodeLogs(Array(valid.prefix(count)))
      #expect(batch == nil || batch?.records ?? 3 < 3, "cut at \(count)")
    }
  }

  @Test func everyTruncationOfAPartIsReadAsFarAsItGoes() throws {
    let decoded = try Decoded(.chat())
    let parts = [
      SampleLog.event("gen_ai.user.message", ["content": ["a", ["b": 1.5]]]).part,
      SampleLog.event("gen_ai.choice").part,
      SampleSpan.chat { $0.event("db.query.result", at: 1, [("db.query.result.document", "d")]) }.part(.retrieval),
      SampleSpan.chat { $0.set("gen_ai.prompt.0.content", "q") }.part(.repeated),
    ]
    for part in parts {
      for count in 0...part.bytes.count {
        var cut = part
        cut.bytes = Array(part.bytes.prefix(count))
        #expect(decoded.call(with: [cut]).output.isEmpty)
      }
    }
  }

  @Test func mutatedRequestsNeverCrash() throws {
    let call = try Decoded(.chat())
    var generator = SeededGenerator(state: 20_261_124)
    var decoded = 0
    for _ in 0..<10_000 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = UInt8.random(in: 0...255, using: &generator)
      }
      guard let batch = try? decodeLogs(bytes) else { continue }
      decoded += 1
      let parts = batch.parts.map { part in
        AssembledPart(kind: part.kind, time: part.time, bytes: Array(bytes[part.source.bounds]))
      }
      _ = call.call(with: parts)
    }
    // Both ways must really be taken.
    #expect(decoded > 500 && decoded < 9_500)
  }

  @Test func errorsNameTheRecordAndTheByte() throws {
    let bytes = logsRequest([.event("a"), SampleLog(write: { $0.bytes(6, [0x0a, 0x20, 1, 2]) })])
    let error = #expect(throws: OTLPError.self) { try decodeLogs(bytes) }
    #expect(error?.code == .length)
    #expect(error?.message == "log record 1: length 32 runs past the end at byte \(bytes.count - 3)")
  }

  @Test(arguments: [5, 6] as [UInt32])
  func deepNestingIsAnError(field: UInt32) throws {
    func nested(_ depth: Int) -> [UInt8] {
      func nest(_ depth: Int, _ value: inout ProtobufWriter) {
        if depth > 0 { value.message(5) { $0.message(1) { nest(depth - 1, &$0) } } }
      }
      return logsRequest([
        SampleLog(
          name: "gen_ai.choice",
          write: { record in
            if field == 5 {
              record.message(5) { nest(depth, &$0) }
            } else {
              record.attribute(6, "k") { nest(depth, &$0) }
            }
          })
      ])
    }
    #expect(try decodeLogs(nested(64)).parts.count == 1)
    for depth in [65, 3_000] {
      let error = #expect(throws: OTLPError.self) { try decodeLogs(nested(depth)) }
      #expect(error?.code == .tooDeep)
      #expect(error?.message.hasPrefix("log record 0: values are nested more than 64 deep") == true)
    }
  }

  @Test func aRequestOfTooManyRecordsIsRefused() throws {
    func request(of count: Int) -> [UInt8] {
      var writer = ProtobufWriter()
      writer.message(1) { $0.message(2) { scope in for _ in 0..<count { scope.bytes(2, []) } } }
      return writer.bytes
    }
    let most = LogDecoder.mostRecords
    #expect(try decodeLogs(request(of: most)).records == most)
    let error = #expect(throws: OTLPError.self) { try decodeLogs(request(of: most + 1)) }
    #expect(error?.code == .tooMany)
    #expect(error?.message.contains("more than 100000 log records in one request") == true)
  }
}
