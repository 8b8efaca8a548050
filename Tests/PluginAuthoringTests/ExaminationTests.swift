import JSON
import PluginKit
import PluginTestKit
import Testing

@testable import PluginAuthoring

/// Whole programs, in memory, put through every check.
@Suite(.timeLimit(.minutes(1))) struct ExaminationTests {
  static let pass: @Sendable (String, JSON) -> String? = { id, _ in "{\"id\":\"\(id)\",\"verdict\":\"pass\"}" }

  @Test func aGoodEvaluatorKeepsEveryPromise() async throws {
    let found = await examined(try subject(timeout: "60s"), program(Self.pass))
    #expect(found.count == 12)
    #expect(found.filter { $0.value.state != .ok } == [:])
  }

  @Test func aGoodExporterKeepsEveryPromise() async throws {
    let found = await examined(
      try subject(.exporter, timeout: "60s"), program { id, _ in "{\"id\":\"\(id)\",\"ok\":true}" })
    #expect(found.count == 11)
    #expect(found.filter { $0.value.state != .ok } == [:])
  }

  @Test func whereNothingIsAnsweredTheRestIsLeftOut() async throws {
    let found = await examined(try subject(), program { _, _ in nil })
    #expect(found["ready"]?.state == .ok)
    #expect(found["answers"]?.state == .fails)
    #expect(found["order"]?.state == .skipped)
  }

  @Test func aCrashOnOneSortOfCallIsFoundThere() async throws {
    let found = await examined(
      try subject(),
      program { id, message in
        message["call"]?["output"]?.string?.contains("\0") == true ? "crash" : Self.pass(id, message)
      })
    #expect(found.filter { $0.value.state == .fails }.map(\.key) == ["odd"])
  }

  @Test func anAnswerOfOnesOwnIsJudgedToo() async throws {
    let script = program { id, message in
      message["call"]?["output"]?.string?.hasSuffix("bad") == true
        ? "{\"id\":\"\(id)\",\"verdict\":\"splendid\"}" : Self.pass(id, message)
    }
    #expect(await examined(try subject(), script)["answers"]?.state == .ok)
    #expect(await examined(try subject(answers: ["bad"]), script)["answers"]?.state == .fails)
  }

  @Test func oneThatCannotBeStartedSaysWhy() async throws {
    let host = TestHost()
    let found = await Examination(host: host).examine(try subject()) { _ in }
    #expect(found.first?.finding.detail.contains("zoo: there is no such program") == true)
    #expect(found.dropFirst().dropLast().allSatisfy { $0.finding.state == .skipped })
  }
}
