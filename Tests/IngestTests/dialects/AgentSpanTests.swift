import CallModel
import OTLP
import Testing

@testable import Ingest

/// Agents, tools and workflows repeat the tokens of the calls that they make.
@Suite struct AgentSpanTests {
  private func span(_ names: [(String, String)]) -> SampleSpan {
    .bare { span in
      for (name, value) in names { span.set(name, value) }
      span.set("gen_ai.request.model", "gpt-4o")
      span.set("gen_ai.usage.input_tokens", 10)
      span.set("llm.token_count.prompt", 10)
      span.set("gen_ai.usage.prompt_tokens", 10)
    }
  }

  @Test func agentSpansNeverCountTwice() throws {
    let spans = [
      span([("gen_ai.operation.name", "invoke_agent")]), span([("gen_ai.operation.name", "invoke_workflow")]),
      span([("gen_ai.operation.name", "execute_tool")]), span([("openinference.span.kind", "AGENT")]),
      span([("openinference.span.kind", "CHAIN")]), span([("traceloop.span.kind", "workflow")]),
      span([("traceloop.span.kind", "agent")]),
      // One that several dialects describe.
      span([("openinference.span.kind", "AGENT"), ("gen_ai.operation.name", "chat")]),
      span([("openinference.span.kind", "LLM"), ("gen_ai.operation.name", "invoke_agent")]),
      span([("traceloop.span.kind", "agent"), ("openinference.span.kind", "LLM")]),
      // The one call below them all.
      span([("gen_ai.operation.name", "chat")]),
    ]
    let decoded = try Decoded(request(spans))
    #expect(decoded.batch.spans == spans.count)
    #expect(decoded.batch.calls.map(\.usage.input) == [10])
  }

  @Test func aCallInTwoDialectsCountsOnce() throws {
    let decoded = try Decoded(
      span([("openinference.span.kind", "LLM"), ("gen_ai.operation.name", "text_completion")]))
    #expect(decoded.batch.calls.map(\.operation) == [.textCompletion])
    #expect(decoded.record.usage == TokenUsage(input: 10))
  }
}
