import CallModel
import OTLP
import Testing

@testable import Ingest

@Suite struct OpenInferenceTests {
  /// The shape of a streamed chat with `openinference-instrumentation-openai` 0.1.66.
  private func streamed(_ more: @escaping (inout ProtobufWriter) -> Void = { _ in }) -> SampleSpan {
    .bare { span in
      span.set("llm.system", "openai")
      span.set("input.value", #"{"model":"gpt-4o-mini","messages":[]}"#)
      span.set("input.mime_type", "application/json")
      span.set("output.value", #"{"choices":[{"message":{"content":"no","role":"assistant"}}]}"#)
      span.set("output.mime_type", "application/json")
      span.set(
        "llm.invocation_parameters",
        #"{"model": "gpt-4o-mini", "stream": true, "stream_options": {"include_usage": true}}"#)
      span.set("llm.input_messages.0.message.role", "system")
      span.set("llm.input_messages.0.message.content", "Be short.")
      span.set("llm.input_messages.1.message.role", "user")
      span.set("llm.input_messages.1.message.content", "stream?")
      span.set("llm.model_name", "gpt-4o-mini-2024-07-18")
      span.set("llm.token_count.total", 101)
      span.set("llm.token_count.prompt", 61)
      span.set("llm.token_count.completion", 40)
      span.set("llm.token_count.prompt_details.cache_read", 32)
      span.set("llm.token_count.prompt_details.audio", 0)
      span.set("llm.token_count.completion_details.reasoning", 7)
      span.set("llm.output_messages.0.message.role", "assistant")
      span.set("llm.output_messages.0.message.content", "It is fine.")
      span.set("llm.finish_reason", "stop")
      span.set("openinference.span.kind", "LLM")
      span.set("session.id", "s-1")
      span.set("user.id", "ann")
      span.event("First Token Stream Event", at: 37)
      more(&span)
    }
  }

  @Test func aStreamedChatIsReadWhole() throws {
    let decoded = try Decoded(streamed())
    let record = decoded.record
    #expect(record.operation == .chat && record.finish == .stop && record.isStreaming && record.outcome == .ok)
    #expect(record.usage == TokenUsage(input: 61, output: 40, cacheRead: 32, reasoning: 7))
    #expect(decoded.dimensions == Dimensions(route: "shop", user: "ann", provider: "openai", model: "gpt-4o-mini"))
    #expect(decoded.symbols.models.name(of: record.servedModel) == "gpt-4o-mini-2024-07-18")
    #expect(decoded.bytes[record.conversation.bounds] == ArraySlice("s-1".utf8))
    let call = decoded.call
    #expect(call.system == "Be short." && call.input == "stream?" && call.output == "It is fine.")
    #expect(call.messages == [Message(role: "user", text: "stream?")])
  }

  @Test func theFirstTokenStreamEventGivesTheTimeToTheFirstToken() throws {
    #expect(try Decoded(streamed()).record.timeToFirstToken == .milliseconds(37))
    let twice = try Decoded(streamed { $0.event("First Token Stream Event", at: 12) })
    #expect(twice.record.timeToFirstToken == .milliseconds(12))
    let early = try Decoded(SampleSpan.chat { $0.event("First Token Stream Event", at: -5) })
    #expect(early.record.timeToFirstToken == nil)
    let late = try Decoded(SampleSpan.chat { $0.event("First Token Stream Event", at: 86_400_001) })
    #expect(late.record.timeToFirstToken == nil)
    let stated = try Decoded(streamed { $0.set("gen_ai.response.time_to_first_chunk", 0.5) })
    #expect(stated.record.timeToFirstToken == .milliseconds(500))
  }

  @Test(arguments: [
    ("LLM", Operation.chat), ("EMBEDDING", .embeddings), ("CHAIN", nil), ("RETRIEVER", nil), ("RERANKER", nil),
    ("TOOL", nil), ("AGENT", nil), ("GUARDRAIL", nil), ("EVALUATOR", nil), ("PROMPT", nil), ("NEW", nil),
  ])
  func theSpanKindDecides(kind: String, operation: Operation?) throws {
    for name in [nil, "chat"] {
      let decoded = try Decoded(
        .bare { span in
          span.set("openinference.span.kind", kind)
          if let name, operation != .embeddings { span.set("gen_ai.operation.name", name) }
          span.set("gen_ai.request.model", "m")
          span.set("llm.token_count.prompt", 10)
        })
      #expect(decoded.batch.calls.map(\.operation) == (operation.map { [$0] } ?? []))
    }
  }

  @Test func theModelAskedForIsLookedUpInOrder() throws {
    func models(_ names: [(String, String)]) throws -> [String?] {
      let decoded = try Decoded(
        .bare { span in
          span.set("openinference.span.kind", "LLM")
          for (name, value) in names { span.set(name, value) }
        })
      return [decoded.dimensions.model, decoded.symbols.models.name(of: decoded.record.servedModel)]
    }
    let all = [
      ("llm.model_name", "both"), ("llm.invocation_parameters", #"{"tools":[{"model":"x"}],"model":"parameter"}"#),
      ("llm.request.model_name", "asked"), ("llm.response.model_name", "served"),
    ]
    #expect(try models(all) == ["asked", "served"])
    #expect(try models(Array(all.prefix(3))) == ["asked", "both"])
    #expect(try models(Array(all.prefix(2))) == ["parameter", "both"])
    #expect(try models(Array(all.prefix(1))) == ["both", "both"])
    #expect(try models([all[0], ("llm.invocation_parameters", "no JSON {")]) == ["both", "both"])
    #expect(try models([("embedding.model_name", "e")]) == ["e", "e"])
  }

  @Test func theHostIsTheProviderBeforeTheSystem() throws {
    func provider(_ names: [(String, String)]) throws -> String? {
      try Decoded(
        .bare { span in
          span.set("openinference.span.kind", "LLM")
          for (name, value) in names { span.set(name, value) }
        }
      ).dimensions.provider
    }
    #expect(try provider([("llm.provider", "azure"), ("llm.system", "openai")]) == "azure.ai.openai")
    #expect(try provider([("llm.system", "mistralai")]) == "mistral_ai")
    #expect(try provider([("llm.provider", "aws"), ("llm.system", "anthropic")]) == "aws.bedrock")
    #expect(try provider([("llm.provider", "xai")]) == "x_ai")
    #expect(try provider([]) == nil)
  }

  @Test func indicesAreSortedAsNumbersAndMayHaveGaps() throws {
    let order = [10, 2, 0, 30, 1, 9]
    let call = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        for index in order {
          span.set("llm.input_messages.\(index).message.content", "t\(index)")
          span.set("llm.input_messages.\(index).message.role", "user")
          span.set("llm.output_messages.0.message.contents.\(index).message_content.text", "o\(index)")
          span.set("llm.output_messages.0.message.contents.\(index).message_content.type", "text")
        }
      }
    ).call
    #expect(call.messages.map(\.text) == ["t0", "t1", "t2", "t9", "t10", "t30"])
    #expect(call.output == "o0\no1\no2\no9\no10\no30" && call.input == "t30")
  }

  @Test func aToolUseAmongTheContentsRepeatsTheToolCall() throws {
    func calls(both: Bool) throws -> LLMCall {
      try Decoded(
        .bare { span in
          span.set("openinference.span.kind", "LLM")
          let message = "llm.output_messages.0.message"
          span.set("\(message).role", "assistant")
          span.set("\(message).contents.0.message_content.type", "text")
          span.set("\(message).contents.0.message_content.text", "I look.")
          let places = ["\(message).contents.1"] + (both ? ["\(message).tool_calls.0"] : [])
          span.set("\(message).contents.1.message_content.type", "tool_use")
          for place in places {
            span.set("\(place).tool_call.id", "t1")
            span.set("\(place).tool_call.function.name", "look")
            span.set("\(place).tool_call.function.arguments", #"{"city":"Bonn"}"#)
          }
        }
      ).call
    }
    for both in [true, false] {
      let call = try calls(both: both)
      #expect(call.toolCalls == [ToolCall(id: "t1", name: "look", arguments: #"{"city":"Bonn"}"#)])
      #expect(call.output == "I look.")
    }
  }

  @Test func otherContentsAreNoText() throws {
    let call = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        let contents = "llm.input_messages.0.message.contents"
        span.set("llm.input_messages.0.message.role", "user")
        span.set("\(contents).0.message_content.type", "text")
        span.set("\(contents).0.message_content.text", "picture?")
        span.set("\(contents).1.message_content.type", "image")
        span.set("\(contents).1.message_content.image.image.url", "data:image/png;base64,AAAA")
        span.set("\(contents).2.message_content.type", "reasoning")
        span.set("\(contents).2.message_content.text", "hidden")
      }
    ).call
    #expect(call.input == "picture?")
  }

  @Test func toolResultsAreContext() throws {
    let call = try Decoded(
      streamed { span in
        span.set("llm.input_messages.2.message.role", "assistant")
        span.set("llm.input_messages.2.message.tool_calls.0.tool_call.id", "c1")
        span.set("llm.input_messages.2.message.tool_calls.0.tool_call.function.name", "look")
        span.set("llm.input_messages.3.message.role", "tool")
        span.set("llm.input_messages.3.message.tool_call_id", "c1")
        span.set("llm.input_messages.3.message.content", "rain in Bonn")
        span.set("retrieval.documents.1.document.content", "second")
        span.set("retrieval.documents.0.document.content", "first")
        span.set("retrieval.documents.0.document.score", 0.5)
      }
    ).call
    #expect(call.context == ["first", "second", "rain in Bonn"])
    #expect(call.messages[1].toolCalls == [ToolCall(id: "c1", name: "look", arguments: "{}")])
    #expect(call.messages[2] == Message(role: "tool", text: "", toolResults: ["rain in Bonn"]))
  }

  @Test func anOldFunctionCallIsAToolCall() throws {
    let call = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        span.set("llm.output_messages.0.message.function_call_name", "look")
        span.set("llm.output_messages.0.message.function_call_arguments_json", #"{"a":1}"#)
      }
    ).call
    #expect(call.toolCalls == [ToolCall(id: "", name: "look", arguments: #"{"a":1}"#)])
  }

  @Test func redactedContentIsNoContent() throws {
    let hidden = "__REDACTED__"
    let texts = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        // What was hidden in the messages must not come back from the bodies.
        span.set("input.value", "the question")
        span.set("output.value", "the answer")
        span.set("llm.input_messages.0.message.role", "user")
        span.set("llm.input_messages.0.message.content", hidden)
        span.set("llm.output_messages.0.message.contents.0.message_content.type", "text")
        span.set("llm.output_messages.0.message.contents.0.message_content.text", hidden)
        span.set("retrieval.documents.0.document.content", hidden)
      }
    ).call
    #expect(texts.input == "" && texts.output == "" && texts.context == [] && texts.messages.map(\.text) == [""])
    let values = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        span.set("input.value", hidden)
        span.set("output.value", hidden)
      }
    ).call
    #expect(values.messages.isEmpty && values.output == "")
  }

  @Test(arguments: [
    ("question", "", "question"), (#"{"messages":[]}"#, "", #"{"messages":[]}"#),
    (#"{"messages":[{"role":"system","content":"s"},{"role":"user","content":"q"}]}"#, "application/json", "q"),
    (#"{"messages":[{"role":"user","content":[{"type":"text","text":"p"}]}]}"#, "application/json", "p"),
    (#"[{"role":"user","content":"q"}]"#, "application/json", "q"),
    (#"{"model":"m","input":["one","two"]}"#, "application/json", "two"),
    (#"{"prompt":"p"}"#, "application/json", "p"), (#"{"x":1}"#, "application/json", #"{"x":1}"#),
    ("no JSON", "application/json", "no JSON"),
  ])
  func withoutMessagesTheBodyOfTheRequestIsRead(value: String, type: String, input: String) throws {
    let call = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        span.set("input.value", value)
        span.set("input.mime_type", type)
      }
    ).call
    #expect(call.input == input)
  }

  @Test(arguments: [
    ("answer", "", "answer"), (#"{"role":"a","content":"c"}"#, "text/plain", #"{"role":"a","content":"c"}"#),
    (#"{"choices":[{"message":{"role":"assistant","content":"c"}},{"message":{}}]}"#, "application/json", "c"),
    (#"{"role":"assistant","content":[{"type":"text","text":"t"}]}"#, "application/json", "t"),
    (#"{"invoice":1}"#, "application/json", #"{"invoice":1}"#), (#"{"choices":[]}"#, "application/json", ""),
  ])
  func withoutMessagesTheBodyOfTheAnswerIsRead(value: String, type: String, output: String) throws {
    let call = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        span.set("output.value", value)
        span.set("output.mime_type", type)
      }
    ).call
    #expect(call.output == output)
  }

  @Test func promptsAndChoicesOfCompletionsAreRead() throws {
    let call = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        span.set("llm.prompts.0.prompt.text", "once")
        span.set("llm.choices.1.completion.text", "other")
        span.set("llm.choices.0.completion.text", "upon a time")
      }
    ).call
    #expect(call.input == "once" && call.output == "upon a time")
  }

  @Test func embeddingsHaveNoProviderAndTheirTextsAreInput() throws {
    let decoded = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "EMBEDDING")
        span.set("embedding.model_name", "text-embedding-3-small")
        span.set("embedding.embeddings.0.embedding.text", "one")
        span.attribute(9, "embedding.embeddings.0.embedding.vector") {
          $0.message(5) { $0.message(1) { $0.double(4, 1) } }
        }
        span.set("embedding.embeddings.1.embedding.text", "two")
        span.set("output.value", #"{"data":[{"embedding":[0.25]}]}"#)
        span.set("llm.token_count.prompt", 61)
      })
    #expect(decoded.record.operation == .embeddings && decoded.record.usage == TokenUsage(input: 61))
    #expect(decoded.dimensions.provider == nil && decoded.dimensions.model == "text-embedding-3-small")
    #expect(decoded.call.messages.map(\.text) == ["one", "two"] && decoded.call.output == "")
  }

  @Test func aFailedCallHasItsModelAndItsError() throws {
    let decoded = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        span.set("llm.system", "openai")
        span.set("llm.invocation_parameters", #"{"model": "gpt-4o-mini"}"#)
        span.message(11) { event in
          event.fixed64(1, UInt64(now))
          event.string(2, "exception")
          event.attribute(3, "exception.type", "openai.RateLimitError")
          event.attribute(3, "exception.message", "slow down")
        }
        span.message(15) { $0.varint(3, 2) }
      })
    #expect(decoded.record.outcome == .error && decoded.dimensions.model == "gpt-4o-mini")
    #expect(decoded.symbols.errors.name(of: decoded.record.errorType) == "openai.RateLimitError")
  }

  /// But for what holds schemas, by which answers and the arguments of tools are judged.
  @Test func contentIsNoAttribute() throws {
    let call = try Decoded(
      streamed { span in
        span.set("llm.tools.0.tool.json_schema", "{}")
        span.set("llm.prompt_template.variables", "{}")
        span.set("metadata", "kept")
      }
    ).call
    #expect(
      call.attributes.keys.filter { !$0.hasPrefix("llm.token_count.") }.sorted() == [
        "input.mime_type", "llm.finish_reason", "llm.invocation_parameters", "llm.model_name", "llm.system",
        "llm.tools.0.tool.json_schema", "metadata",
        "openinference.span.kind", "output.mime_type", "session.id", "user.id",
      ])
  }

  /// A schema that is cut is worth nothing; all schemas of a call together are bounded.
  @Test func schemasAreKeptWhole() throws {
    let schema = #"{"description": ""# + String(repeating: "x", count: 100_000) + #""}"#
    let call = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        span.set("llm.invocation_parameters", schema)
        for index in 0..<9 { span.set("llm.tools.\(index).tool.json_schema", schema) }
      }
    ).call
    #expect(call.attributes["llm.invocation_parameters"] == schema)
    #expect(call.attributes.values.reduce(0) { $0 + $1.utf8.count } < 300_000)
  }

  @Test func flattenedContentIsBounded() throws {
    let call = try Decoded(
      .bare { span in
        span.set("openinference.span.kind", "LLM")
        span.set("llm.input_messages.99999999999999999999999.message.content", "far")
        span.set("llm.input_messages.0" + String(repeating: ".a", count: 2_000), "deep")
        for index in 0..<60_000 { span.set("llm.output_messages.\(index).x", "") }
        span.set("llm.output_messages.0.message.content", "too late")
      }
    ).call
    #expect(call.output == "")
  }
}
