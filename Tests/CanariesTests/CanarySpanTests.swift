import CallModel
import Ingest
import JSON
import PluginKit
import PluginTestKit
import Testing

@testable import Canaries

@Suite struct CanarySpanTests {
  private let start: Nanoseconds = .seconds(1_767_225_600)
  private let question = Canary.Question(
    "What is the capital of France?", references: ["Paris", "Paris, France"])

  private var canary: Canary {
    Canary(
      name: "capital", url: "https://models.example/v1/chat/completions", provider: "openai",
      model: "gpt-4o-mini",
      key: "sk-1", system: "Answer in one word.", questions: [question], evaluator: "right-answer",
      mostOutput: 99)
  }

  /// The call that the service reads out of the span.
  private func read(_ reply: CanaryReply) throws -> (record: CallRecord, call: LLMCall) {
    let bytes = CanarySpan(
      canary, question, reply, trace: TraceID(high: 1, low: 2), span: SpanID(3), start: start,
      end: start + .milliseconds(700)
    ).request()
    let symbols = Symbols()
    var decoder = TraceDecoder(symbols: symbols)
    let batch = try bytes.withUnsafeBytes { try decoder.decode($0, arrival: start + .seconds(1)) }
    #expect(batch.rejectedSpans == 0)
    let record = try #require(batch.calls.first)
    let call = bytes.withUnsafeBytes { readCall(record, in: $0, symbols: symbols) }
    return (record, call)
  }

  @Test func anAnswerIsACallLikeAnyOther() throws {
    let body = #"""
      {"model":"gpt-4o-mini-2024-07-18","choices":[{"message":{"role":"assistant","content":"Paris"},
      "finish_reason":"stop"}],"usage":{"prompt_tokens":21,"completion_tokens":2}}
      """#
    let (record, call) = try read(CanaryReply(status: 200, body: Array(body.utf8)))
    #expect(call.dimensions.route == "canary/capital")
    #expect(call.dimensions.model == "gpt-4o-mini")
    #expect(call.dimensions.provider == "openai")
    #expect(call.servedModel == "gpt-4o-mini-2024-07-18")
    #expect(call.system == "Answer in one word.")
    #expect(call.input == "What is the capital of France?")
    #expect(call.output == "Paris")
    #expect(call.references == ["Paris", "Paris, France"])
    #expect(call.attributes["assay.canary"] == "true")
    #expect(record.usage == TokenUsage(input: 21, output: 2))
    #expect(record.duration == .milliseconds(700))
    #expect(record.outcome == .ok && record.finish == .stop && record.operation == .chat)
    #expect(record.trace == TraceID(high: 1, low: 2) && record.span == SpanID(3))
  }

  @Test(arguments: ["timeout", "503", "connection_error"])
  func whatGotNoAnswerIsAnError(error: String) throws {
    let (record, call) = try read(CanaryReply(error: error))
    #expect(record.outcome == .error)
    #expect(call.output == "")
    #expect(call.input == question.text)
  }

  @Test(arguments: [
    (200, "<html>", "invalid_response"), (200, "{}", "invalid_response"),
    (200, #"{"choices":[]}"#, "invalid_response"),
    (429, "{}", "429"), (302, "", "302"),
  ])
  func aResponseThatHoldsNone(status: Int, body: String, error: String) {
    #expect(CanaryReply(status: status, body: Array(body.utf8)).error == error)
  }

  @Test func asksInTheFormOfTheProvider() async throws {
    let host = TestHost(network: { _ in
      HostResponse(status: 200, body: Array(#"{"choices":[{"message":{"content":"Lyon"}}]}"#.utf8))
    })
    #expect(await canary.ask(question, of: host).text == "Lyon")
    let request = try #require(host.requests.first)
    #expect(request.url == canary.url && request.deadline == canary.timeout)
    #expect(request.header("authorization") == "Bearer sk-1")
    let body = try JSON(parsing: request.body)
    #expect(body["model"]?.string == "gpt-4o-mini")
    #expect(body["max_tokens"]?.number?.int64 == 99)
    #expect(
      body["messages"]?.array?.map { $0["content"]?.string } == [
        "Answer in one word.", question.text,
      ])
  }

  @Test func aProviderThatDoesNotAnswerIsToldApart() async {
    let broken = TestHost(network: { _ throws(HostError) in throw HostError("no such host") })
    #expect(await canary.ask(question, of: broken).error == "connection_error")
    let clock = ManualClock()
    let slow = TestHost(
      clock: clock,
      network: { request throws(HostError) in
        clock.advance(by: request.deadline)
        throw HostError("too slow", isTransient: true)
      })
    #expect(await canary.ask(question, of: slow).error == "timeout")
  }

  @Test func goldenAnswersAreTheReferencesThemselves() throws {
    let call = try #require(canary.goldenAnswers(5).first)
    #expect(canary.goldenAnswers(5).count == 1 && canary.goldenAnswers(-1).isEmpty)
    #expect(
      call.output == "Paris" && call.references == question.references
        && call.input == question.text)
  }
}
