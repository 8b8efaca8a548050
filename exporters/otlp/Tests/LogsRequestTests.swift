import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import OtlpExporter

@Suite struct LogsRequestTests {
  let host = TestHost()

  private func records(_ settings: [String: Setting.Value] = [:]) async throws -> [ProtobufTree] {
    try await exporter(host, settings).export([.verdicts(CannedItems.verdicts)])
    return try #require(try message(host).at(1, 2)).all(2)
  }

  @Test func aVerdictIsAnEventOfTheJudgedSpan() async throws {
    let records = try await records()
    #expect(host.requests[0].url == "http://collector:4318/v1/logs")
    // One skipped: that is no result.
    #expect(records.count == 3)
    for record in records {
      #expect(record.text(12) == "gen_ai.evaluation.result")
      #expect(record.fixed(1) == 1_767_225_600_000_000_000)
      #expect(record.fixed(11) == 1_767_225_600_000_000_000)
      #expect(
        record.bytes(9) == [
          0x5b, 0x8e, 0xff, 0xf7, 0x98, 0x03, 0x81, 0x03, 0xd2, 0x69, 0xb6, 0x33, 0x81, 0x3f, 0xc6, 0x0c,
        ])
      #expect(record.bytes(10) == [0xee, 0xe1, 0x9b, 0x7e, 0xc3, 0xc1, 0xb1, 0x74])
    }
    #expect(records.map { $0.varint(2) } == [9, 13, 17])
    #expect(records.map { $0.text(3) } == ["INFO", "WARN", "ERROR"])
  }

  @Test func theConventionsAttributesAreSet() async throws {
    let records = try await records()
    let call = [
      "assay.route": "support", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-4o-mini",
      "assay.sample.stratum": "random", "assay.sample.inclusion": "0.1", "gen_ai.evaluation.name": "no-refusal",
    ]
    #expect(
      records[0].attributes(6)
        == call.merging(["gen_ai.evaluation.score.value": "1.0", "gen_ai.evaluation.score.label": "pass"]) { $1 })
    #expect(
      records[1].attributes(6)
        == call.merging([
          "gen_ai.evaluation.score.value": "0.25", "gen_ai.evaluation.score.label": "fail",
          "assay.evaluation.label": "forbidden",
          "gen_ai.evaluation.explanation": "the output matches 'as an ai' at 7..<21",
        ]) { $1 })
    #expect(
      records[2].attributes(6)
        == call.merging([
          "error.type": "timeout", "gen_ai.evaluation.explanation": "no verdict within 2000 ms",
        ]) { $1 })
  }

  @Test func explanationsCanStayHome() async throws {
    for record in try await records(["explanations": false]) {
      #expect(record.attributes(6)["gen_ai.evaluation.explanation"] == nil)
    }
  }

  @Test func aCallWithoutIdsIsLinkedToNone() async throws {
    var answer = CannedItems.answer("e")
    (answer.trace, answer.span) = (.invalid, .invalid)
    try await exporter(host).export([.verdicts([answer])])
    let record = try #require(try message(host).at(1, 2, 2))
    #expect(record.bytes(9) == nil)
    #expect(record.bytes(10) == nil)
  }

  @Test func onlySkippedIsNoRequest() async throws {
    try await exporter(host).export([.verdicts([CannedItems.answer("e", .skip("no context"))])])
    #expect(host.requests.isEmpty)
  }
}
