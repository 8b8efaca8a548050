import CallModel
import OTLP
import Testing

@testable import Ingest

/// What log records, span events and annotations say of answers.
struct EvaluationTests {
  private static let ownTrace = TraceID(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10)
  private static let ownSpan = SpanID(0x0102_0304_0506_0708)

  private func log(_ attributes: [(String, String)], score: Double? = nil, traceID: [UInt8]? = nil) -> [UInt8] {
    var request = ProtobufWriter()
    request.message(1) { group in
      group.message(2) { scope in
        scope.message(2) { record in
          record.string(12, "gen_ai.evaluation.result")
          for (key, value) in attributes { record.attribute(6, key, value) }
          if let score { record.attribute(6, "gen_ai.evaluation.score.value", score) }
          record.bytes(9, traceID ?? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
          record.bytes(10, traceID ?? [1, 2, 3, 4, 5, 6, 7, 8])
        }
      }
    }
    return request.bytes
  }

  private func annotated(_ annotations: [(String, String)], links: [[UInt8]]) throws -> TraceBatch {
    try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "EVALUATOR")
        for (key, value) in annotations { span.set(key, value) }
        for link in links {
          span.message(13) {
            $0.bytes(1, [UInt8](repeating: 7, count: 16))
            $0.bytes(2, link)
          }
        }
      }
    ).batch
  }

  @Test func aLogRecordSaysWhatItMeans() throws {
    let batch = try decodeLogs(
      log(
        [
          ("gen_ai.evaluation.name", "quality"), ("gen_ai.evaluation.score.label", "bad"),
          ("gen_ai.evaluation.explanation", "it is wrong"), ("error.type", "timeout"),
          ("gen_ai.response.id", "chatcmpl-1"),
        ], score: 0.25))
    var expected = EvaluationReport()
    expected.name = "quality"
    (expected.trace, expected.span) = (Self.ownTrace, Self.ownSpan)
    expected.response = Array("chatcmpl-1".utf8).withUnsafeBytes(responseHash)
    (expected.score, expected.label, expected.explanation, expected.errorType) = (0.25, "bad", "it is wrong", "timeout")
    #expect(batch.evaluations.reports == [expected] && batch.evaluations.rejected == 0 && batch.warning == "")
  }

  @Test func whatIsOfNoUseIsRejectedWithTheReason() throws {
    let unnamed = try decodeLogs(log([], score: 1))
    #expect(
      unnamed.evaluations.rejected == 1 && unnamed.warning.contains("log record 0")
        && unnamed.warning.contains("no name"))
    let unlinked = try decodeLogs(log([("gen_ai.evaluation.name", "a")], score: 1, traceID: []))
    #expect(unlinked.evaluations.rejected == 1 && unlinked.warning.contains("names no call"))
    let byResponse = try decodeLogs(
      log([("gen_ai.evaluation.name", "a"), ("gen_ai.response.id", "r")], score: 1, traceID: []))
    #expect(byResponse.evaluations.reports.count == 1)
    for score in [nil, Double.nan, .infinity] {
      let silent = try decodeLogs(log([("gen_ai.evaluation.name", "a")], score: score))
      #expect(silent.evaluations.rejected == 1 && silent.warning.contains("neither a finite score"))
    }
  }

  @Test func longTextsAreCut() throws {
    let long = String(repeating: "ä", count: 5_000)
    let batch = try decodeLogs(
      log([("gen_ai.evaluation.name", long), ("gen_ai.evaluation.explanation", long)], score: 1))
    let report = try #require(batch.evaluations.reports.first)
    #expect(report.name.count == 200 && report.explanation?.count == 2_000)
  }

  @Test func anEventSpeaksOfItsSpan() throws {
    let batch = try Decoded(
      .chat { span in
        span.message(11) {
          $0.string(2, "gen_ai.evaluation.result")
          $0.attribute(3, "gen_ai.evaluation.name", "tone")
          $0.attribute(3, "gen_ai.evaluation.score.value", 1.0)
        }
      }
    ).batch
    let report = try #require(batch.evaluations.reports.first)
    #expect(report.name == "tone" && report.span == Self.ownSpan && report.trace == Self.ownTrace)
    #expect(batch.calls.count == 1)
  }

  @Test func annotationsSpeakOfTheSpanThatTheirsIsLinkedTo() throws {
    let other: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 9]
    let batch = try annotated(
      [
        ("annotations.0.annotation.name", "a"), ("annotations.0.annotation.label", "good"),
        ("annotations.1.annotation.name", "b"), ("annotations.1.annotation.label", "bad"),
        ("annotations.1.annotation.explanation", "why"),
      ], links: [other])
    #expect(batch.evaluations.reports.map(\.name) == ["a", "b"])
    #expect(batch.evaluations.reports.map(\.label) == ["good", "bad"])
    #expect(batch.evaluations.reports.allSatisfy { $0.span == SpanID(9) })
    #expect(batch.calls.isEmpty && batch.rejectedSpans == 0)
  }

  @Test func annotationsOfATraceNameNoSpanAndThoseWithoutALinkTheirOwn() throws {
    let trace = try annotated(
      [("trace.evaluations.0.evaluation.name", "a"), ("trace.evaluations.0.evaluation.label", "good")],
      links: [[0, 0, 0, 0, 0, 0, 0, 9]])
    #expect(trace.evaluations.reports.map(\.span) == [.invalid])
    #expect(trace.evaluations.reports.map(\.trace.high) == [0x0707_0707_0707_0707])
    let own = try annotated(
      [("evaluations.0.evaluation.name", "a"), ("evaluations.0.evaluation.label", "good")], links: [])
    #expect(own.evaluations.reports.map(\.span) == [Self.ownSpan])
  }

  @Test func severalLinksAreRejected() throws {
    let batch = try annotated(
      [("annotations.0.annotation.name", "a"), ("annotations.0.annotation.label", "good")],
      links: [[0, 0, 0, 0, 0, 0, 0, 9], [0, 0, 0, 0, 0, 0, 0, 8]])
    #expect(batch.evaluations.reports.isEmpty && batch.evaluations.rejected == 1)
    #expect(batch.evaluations.rejection.contains("several links"))
  }

  @Test func theIdOfAnAnswerIsFoundWhereverItIsRead() throws {
    let decoded = try Decoded(.chat { $0.set("gen_ai.response.id", "chatcmpl-1") })
    let id = decoded.record.response.bounds
    let hash = decoded.bytes.withUnsafeBytes { responseHash(of: UnsafeRawBufferPointer(rebasing: $0[id])) }
    #expect(hash == Array("chatcmpl-1".utf8).withUnsafeBytes(responseHash))
  }
}
