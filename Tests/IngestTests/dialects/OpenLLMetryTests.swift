import CallModel
import OTLP
import Testing

@testable import Ingest

@Suite struct OpenLLMetryTests {
  /// A chat as the packages up to 0.47 send it.
  private func old(_ more: @escaping (inout ProtobufWriter) -> Void = { _ in }) -> SampleSpan {
    .bare { span in
      span.set("llm.request.type", "chat")
      span.set("gen_ai.system", "Anthropic")
      span.set("gen_ai.request.model", "claude-3-5-sonnet")
      span.set("gen_ai.response.model", "claude-3-5-sonnet-20241022")
      span.set("gen_ai.prompt.0.role", "system")
      span.set("gen_ai.prompt.0.content", "Be short.")
      span.set("gen_ai.prompt.1.role", "user")
      span.set("gen_ai.prompt.1.content", "weather?")
      span.set("gen_ai.completion.0.role", "assistant")
      span.set("gen_ai.completion.0.content", "I look.")
      span.set("gen_ai.completion.0.finish_reason", "tool_use")
      span.set("gen_ai.completion.0.tool_calls.0.id", "t1")
      span.set("gen_ai.completion.0.tool_calls.0.name", "look")
      span.set("gen_ai.completion.0.tool_calls.0.arguments", #"{"city": "Bonn"}"#)
      span.set("gen_ai.usage.prompt_tokens", 10)
      span.set("gen_ai.usage.completion_tokens", 20)
      span.set("llm.usage.total_tokens", 30)
      span.set("gen_ai.usage.cache_read_input_tokens", 100)
      span.set("gen_ai.usage.cache_creation_input_tokens", 50)
      span.set("gen_ai.usage.reasoning_tokens", 5)
      span.set("llm.is_streaming", false)
      span.set("traceloop.association.properties.user_id", "ann")
      span.set("traceloop.association.properties.session_id", "s-1")
      span.set("traceloop.workflow.name", "travel")
      more(&span)
    }
  }

  @Test func anOldChatIsReadWhole() throws {
    let decoded = try Decoded(old())
    let record = decoded.record
    #expect(record.operation == .chat && record.finish == .toolCall && !record.isStreaming)
    #expect(record.usage == TokenUsage(input: 160, output: 20, cacheRead: 100, cacheWrite: 50, reasoning: 5))
    #expect(
      decoded.dimensions
        == Dimensions(route: "travel", user: "ann", provider: "anthropic", model: "claude-3-5-sonnet"))
    #expect(decoded.symbols.models.name(of: record.servedModel) == "claude-3-5-sonnet-20241022")
    #expect(decoded.bytes[record.conversation.bounds] == ArraySlice("s-1".utf8))
    let call = decoded.call
    #expect(call.system == "Be short." && call.input == "weather?" && call.output == "I look.")
    #expect(call.toolCalls == [ToolCall(id: "t1", name: "look", arguments: #"{"city": "Bonn"}"#)])
    #expect(call.attributes.keys.filter { $0.hasPrefix("gen_ai.prompt") } == [])
  }

  /// The shape of a streamed chat with `opentelemetry-instrumentation-openai` 0.62.4.
  @Test func aNewChatIsReadWhole() throws {
    let decoded = try Decoded(
      .bare { span in
        span.set("gen_ai.operation.name", "chat")
        span.set("gen_ai.provider.name", "openai")
        span.set("gen_ai.request.model", "gpt-4o-mini")
        span.set("gen_ai.is_streaming", true)
        span.set("gen_ai.input.messages", #"[{"role": "user", "parts": [{"content": "stream?", "type": "text"}]}]"#)
        span.set("gen_ai.response.model", "gpt-4o-mini-2024-07-18")
        span.set("gen_ai.response.finish_reasons", ["stop"])
        span.set("gen_ai.usage.total_tokens", 101)
        span.set("gen_ai.usage.output_tokens", 40)
        span.set("gen_ai.usage.input_tokens", 61)
        span.set("gen_ai.usage.cache_read.input_tokens", 32)
        span.set("gen_ai.usage.reasoning_tokens", 7)
        span.set(
          "gen_ai.output.messages",
          #"[{"role": "assistant", "parts": [{"content": "Fine.", "type": "text"}], "finish_reason": "stop"}]"#)
        for index in 0..<7 { span.event("gen_ai.content.completion.chunk", at: 42 + Int64(index)) }
      })
    let record = decoded.record
    #expect(record.operation == .chat && record.finish == .stop && record.isStreaming)
    #expect(record.usage == TokenUsage(input: 61, output: 40, cacheRead: 32, reasoning: 7))
    #expect(record.timeToFirstToken == .milliseconds(42))
    #expect(decoded.call.input == "stream?" && decoded.call.output == "Fine.")
  }

  @Test(arguments: ["llm.content.completion.chunk", "gen_ai.content.completion.chunk"])
  func theFirstOfTheChunkEventsGivesTheTimeToTheFirstToken(name: String) throws {
    let decoded = try Decoded(old { span in for at: Int64 in [31, 30, 32] { span.event(name, at: at) } })
    #expect(decoded.record.timeToFirstToken == .milliseconds(30) && decoded.record.isStreaming)
  }

  @Test func otherEventsGiveNoTimeToTheFirstToken() throws {
    let decoded = try Decoded(old { $0.event("gen_ai.content.completion", at: 5) })
    #expect(decoded.record.timeToFirstToken == nil && !decoded.record.isStreaming)
  }

  @Test(arguments: [
    ("chat", Operation.chat), ("completion", .textCompletion), ("embedding", .embeddings), ("rerank", nil),
    ("unknown", .chat),
  ])
  func theRequestTypeIsTheOperation(type: String, operation: Operation?) throws {
    let decoded = try Decoded(
      .bare { span in
        span.set("llm.request.type", type)
        span.set("gen_ai.request.model", "m")
        span.set("gen_ai.usage.prompt_tokens", 1)
      })
    #expect(decoded.batch.calls.map(\.operation) == (operation.map { [$0] } ?? []))
  }

  @Test(arguments: ["workflow", "task", "agent", "tool", "unknown"])
  func workflowSpansAreNoCalls(kind: String) throws {
    for type in ["gen_ai.operation.name", "llm.request.type"] {
      let decoded = try Decoded(
        .bare { span in
          span.set("traceloop.span.kind", kind)
          span.set(type, "chat")
          span.set("gen_ai.request.model", "m")
          span.set("gen_ai.usage.prompt_tokens", 1)
        })
      #expect(decoded.batch.calls.count == (kind == "unknown" ? 1 : 0))
    }
  }

  @Test(arguments: [
    ("Anthropic", "anthropic"), ("Cohere", "cohere"), ("MistralAI", "mistral_ai"), ("Azure", "azure.ai.openai"),
    ("AWS", "aws.bedrock"), ("Google", "gcp.gen_ai"), ("Watsonx", "ibm.watsonx.ai"), ("Groq", "groq"),
    ("openai", "openai"),
  ])
  func capitalisedProvidersHaveOneSpelling(sent: String, name: String) throws {
    #expect(try Decoded(old { $0.set("gen_ai.system", sent) }).dimensions.provider == name)
  }

  @Test func theWorkflowIsTheRouteOnlyWhereNoOtherNameIs() throws {
    #expect(try Decoded(old { $0.set("gen_ai.agent.name", "planner") }).dimensions.route == "planner")
    #expect(try Decoded(old { $0.set("assay.route", "mine") }).dimensions.route == "mine")
  }

  @Test func promptsAreSortedAsNumbers() throws {
    let call = try Decoded(
      old { span in
        for index in [11, 2, 10] {
          span.set("gen_ai.prompt.\(index).role", "user")
          span.set("gen_ai.prompt.\(index).content", "t\(index)")
        }
      }
    ).call
    #expect(call.messages.map(\.text) == ["weather?", "t2", "t10", "t11"])
  }

  @Test func theFirstChoiceIsJudged() throws {
    let call = try Decoded(
      .bare { span in
        span.set("llm.request.type", "chat")
        span.set("gen_ai.completion.10.content", "eleventh")
        span.set("gen_ai.completion.2.content", "third")
        span.set("gen_ai.completion.2.finish_reason", "length")
        span.set("gen_ai.completion.0.finish_reason", "stop")
        span.set("gen_ai.completion.0.content", "first")
      })
    #expect(call.call.output == "first" && call.record.finish == .stop)
  }

  @Test func toolResultsAreContext() throws {
    let call = try Decoded(
      old { span in
        span.set("gen_ai.prompt.2.role", "assistant")
        span.set("gen_ai.prompt.2.tool_calls.0.id", "t0")
        span.set("gen_ai.prompt.2.tool_calls.0.name", "find")
        span.set("gen_ai.prompt.3.role", "tool")
        span.set("gen_ai.prompt.3.tool_call_id", "t0")
        span.set("gen_ai.prompt.3.content", "rain")
      }
    ).call
    #expect(call.messages[1].toolCalls == [ToolCall(id: "t0", name: "find", arguments: "{}")])
    #expect(call.context == ["rain"] && call.input == "weather?")
  }

  @Test func multimodalContentIsJSONText() throws {
    func input(_ content: String) throws -> String {
      try Decoded(
        .bare { span in
          span.set("llm.request.type", "chat")
          span.set("gen_ai.prompt.0.role", "user")
          span.set("gen_ai.prompt.0.content", content)
        }
      ).call.input
    }
    #expect(
      try input(#"[{"type": "text", "text": "picture?"}, {"type": "image_url", "image_url": {"url": "x"}}]"#)
        == "picture?")
    // JSON that a user sends is text.
    for text in [#"[{"type":"invoice","text":"x"}]"#, #"[{"text":"x"}]"#, "[]", "[{", #"{"type":"text"}"#, "[1]"] {
      #expect(try input(text) == text)
    }
  }

  @Test func anAnswerThatIsJSONIsText() throws {
    let answer = #"[{"type":"text","text":"a row"}]"#
    #expect(try Decoded(old { $0.set("gen_ai.completion.0.content", answer) }).call.output == answer)
  }

  @Test func aFilteredChoiceHasNoContent() throws {
    func output(_ reason: String) throws -> Decoded {
      try Decoded(
        old { span in
          span.set("gen_ai.completion.0.finish_reason", reason)
          span.set("gen_ai.completion.0.content", "FILTERED")
        })
    }
    let filtered = try output("content_filter")
    #expect(filtered.call.output == "" && filtered.record.outcome == .filtered)
    #expect(try output("stop").call.output == "FILTERED")
  }

  @Test(arguments: [
    "gen_ai.response.finish_reason", "gen_ai.response.stop_reason", "llm.response.finish_reason",
    "llm.response.stop_reason", "gen_ai.completion.0.finish_reason",
  ])
  func theFinishReasonHasSeveralNames(name: String) throws {
    let decoded = try Decoded(
      .chat { span in
        span.set(name, "max_tokens")
        span.set("gen_ai.output.messages", #"[{"role":"assistant","parts":[],"finish_reason":""}]"#)
      })
    #expect(decoded.record.finish == .length && decoded.record.outcome == .truncated)
  }

  @Test func anEmptyFinishReasonIsNone() throws {
    let decoded = try Decoded(
      .chat { $0.set("gen_ai.output.messages", #"[{"role":"assistant","parts":[],"finish_reason":""}]"#) })
    #expect(decoded.record.finish == .unknown && decoded.record.outcome == .ok)
  }

  @Test func bothShapesInOneTraceAreReadAlike() throws {
    let new = SampleSpan.chat { span in
      span.set("gen_ai.usage.input_tokens", 160)
      span.set("gen_ai.usage.output_tokens", 20)
    }
    let decoded = try Decoded(old(), new)
    #expect(decoded.batch.calls.map(\.usage.input) == [160, 160])
    #expect(decoded.batch.calls.map(\.usage.output) == [20, 20])
  }

  @Test func usersAndHeaders() throws {
    #expect(try Decoded(.chat { $0.set("llm.user", "u") }).dimensions.user == "u")
    #expect(
      try Decoded(
        .chat { span in
          span.set("llm.user", "u")
          span.set("gen_ai.user", "v")
        }
      ).dimensions.user == "v")
    let call = try Decoded(.chat { $0.set("gen_ai.headers", "authorization: Bearer sk-1") }).call
    #expect(call.attributes["gen_ai.headers"] == nil)
  }

  @Test func theEntityIsTheLastPlaceForContent() throws {
    func call(_ more: @escaping (inout ProtobufWriter) -> Void) throws -> LLMCall {
      try Decoded(
        .chat { span in
          span.set("traceloop.entity.input", "in")
          span.set("traceloop.entity.output", "out")
          more(&span)
        }
      ).call
    }
    let entity = try call { _ in }
    #expect(entity.input == "in" && entity.output == "out")
    let completion = try call { $0.set("gen_ai.completion.0.content", "better") }
    #expect(completion.input == "in" && completion.output == "better")
  }
}
