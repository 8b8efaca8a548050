import OTLP
import Testing

@testable import Ingest

/// Answers in OTLP/JSON.
@Suite struct JSONResponseTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test func fullSuccessIsAnEmptyObject() {
    #expect(text(ExportTraceServiceResponse().json()) == "{}")
  }

  @Test func rejectedSpansAreCountedInAString() {
    #expect(
      text(ExportTraceServiceResponse(rejectedSpans: 3, errorMessage: "span 0: \"x\"").json())
        == #"{"partialSuccess":{"rejectedSpans":"3","errorMessage":"span 0: \"x\""}}"#)
  }

  @Test func aWarningRejectsNothing() {
    #expect(
      text(ExportTraceServiceResponse(errorMessage: "old").json()) == #"{"partialSuccess":{"errorMessage":"old"}}"#)
  }

  @Test func aStatusHoldsItsMessage() {
    #expect(text(RPCStatus(message: "line 1\nline 2").json()) == #"{"message":"line 1\nline 2"}"#)
  }
}
