import CallModel
import JSON
import OTLP
import Testing

@testable import Ingest

/// Messages as events of the call's span: Azure's SDKs, and all who took generation C for span events.
@Suite struct SpanEventContentTests {
  /// As azure-ai-inference writes it: the whole message as JSON text in one attribute.
  private let azure = SampleSpan.chat { span in
    span.set("gen_ai.system", "az.ai.inference")
    func event(_ name: String, at time: Int64, _ content: String) {
      span.event(name, at: time, [("gen_ai.system", "az.ai.inference"), ("gen_ai.event.content", content)])
    }
    event("gen_ai.system.message", at: 0, #"{"role":"system","content":"Be short."}"#)
    event("gen_ai.user.message", at: 1, #"{"role":"user","content":[{"type":"text","text":"Weather?"}]}"#)
    event(
      "gen_ai.assistant.message", at: 2,
      #"{"role":"assistant","tool_calls":[{"id":"t","type":"function","function":{"name":"f","arguments":"{}"}}]}"#)
    event("gen_ai.tool.message", at: 3, #"{"role":"tool","tool_call_id":"t","content":"rain"}"#)
    event("gen_ai.choice", at: 9, #"{"message":{"content":"It rains."},"finish_reason":"stop","index":0}"#)
  }

  @Test func eventsOfTheSpanAreItsContent() throws {
    let decoded = try Decoded(azure)
    let call = decoded.call
    #expect(call.system == "Be short." && call.input == "Weather?" && call.output == "It rains.")
    #expect(call.messages.map(\.role) == ["user", "assistant", "tool"] && call.context == ["rain"])
    #expect(call.messages.dropFirst().first?.toolCalls == [ToolCall(id: "t", name: "f", arguments: "{}")])
    #expect(call.dimensions.provider == "azure.ai.inference")
    #expect(decoded.record.hasInput && decoded.record.hasOutput)
  }

  @Test func theEventsMayBeInAnyOrder() throws {
    let call = try Decoded(
      .chat { span in
        span.event("gen_ai.user.message", at: 7, [("gen_ai.event.content", #"{"content":"second"}"#)])
        span.event("gen_ai.user.message", at: 3, [("gen_ai.event.content", #"{"content":"first"}"#)])
      }
    ).call
    #expect(call.messages.map(\.text) == ["first", "second"])
  }

  @Test func membersOfTheMessageMayBeAttributesOfTheEvent() throws {
    let call = try Decoded(
      .chat { span in
        span.event("gen_ai.user.message", at: 0, [("content", #"{"a":1}"#), ("role", "user")])
        span.event("gen_ai.user.message", at: 1, [("gen_ai.event.content", "plain"), ("gen_ai.event.role", "user")])
        span.event("gen_ai.tool.message", at: 2, [("content", "42"), ("id", "t")])
        span.event(
          "gen_ai.choice", at: 3, [("message", #"{"content":"a"}"#), ("index", "0"), ("finish_reason", "stop")])
      }
    ).call
    #expect(call.messages.map(\.text) == [#"{"a":1}"#, "plain", ""] && call.context == ["42"])
    #expect(call.output == "a" && call.finish == .stop)
    #expect(try Decoded(.chat { $0.event("gen_ai.choice", at: 0, [("message", "plain")]) }).call.output == "plain")
  }

  @Test func wholeConversationsMayStandInTheAttributeOfAzures() throws {
    let call = try Decoded(
      .chat { span in
        span.event("gen_ai.content.prompt", at: 0, [("gen_ai.event.content", #"[{"role":"user","content":"q"}]"#)])
        span.event(
          "gen_ai.content.completion", at: 1, [("gen_ai.event.content", #"{"role":"assistant","content":"a"}"#)])
      }
    ).call
    #expect(call.input == "q" && call.output == "a")
  }

  @Test func attributesCountBeforeEvents() throws {
    let call = try Decoded(
      .chat { span in
        span.event("gen_ai.user.message", at: 0, [("gen_ai.event.content", #"{"content":"of the event"}"#)])
        span.event("gen_ai.choice", at: 1, [("gen_ai.event.content", #"{"message":{"content":"of the event"}}"#)])
        span.set("gen_ai.input.messages", "of the span")
      }
    ).call
    #expect(call.input == "of the span" && call.output == "of the event")
  }

  @Test func eventsOfTheSpanCountBeforeLogRecords() throws {
    let log = SampleLog.event("gen_ai.choice", ["message": ["content": "of the log"]]).part
    #expect(try Decoded(azure).call(with: [log]).output == "It rains.")
  }

  @Test(arguments: ["exception", "gen_ai.client.operation.exception"])
  func anExceptionIsTheTypeOfTheError(name: String) throws {
    func error(_ more: @escaping (inout ProtobufWriter) -> Void) throws -> String? {
      let decoded = try Decoded(.chat(more))
      return decoded.symbols.errors.name(of: decoded.record.errorType)
    }
    let failed: (inout ProtobufWriter) -> Void = { span in
      span.event(name, at: 1, [("exception.message", "m"), ("exception.type", "RateLimitError")])
      span.message(15) { $0.varint(3, 2) }
    }
    #expect(try error(failed) == "RateLimitError")
    #expect(
      try error { span in
        failed(&span)
        span.set("error.type", "429")
      } == "429")
    #expect(try error { $0.event(name, at: 1, [("exception.type", "Handled")]) } == nil)
  }
}

/// What a record says about content without reading it.
@Suite struct ContentPresenceTests {
  private func presence(_ span: SampleSpan) throws -> [Bool] {
    let record = try Decoded(span).record
    return [record.hasInput, record.hasOutput]
  }

  @Test(arguments: [
    "gen_ai.input.messages", "gen_ai.prompt", "llm.input_messages.0.message.content",
    "llm.input_messages.0.message.contents.0.message_content.type", "llm.prompts.0.prompt.text",
    "embedding.embeddings.0.embedding.text", "input.value", "gen_ai.prompt.0.content", "traceloop.entity.input",
  ])
  func anAttributeHasTheInput(name: String) throws {
    #expect(try presence(.chat { $0.set(name, "x") }) == [true, false])
  }

  @Test(arguments: [
    "gen_ai.output.messages", "gen_ai.completion", "llm.output_messages.0.message.content",
    "llm.output_messages.0.message.contents.0.message_content.type",
    "llm.output_messages.0.message.tool_calls.0.tool_call.function.name", "llm.choices.0.completion.text",
    "output.value", "gen_ai.completion.0.content", "gen_ai.completion.0.tool_calls.0.name", "traceloop.entity.output",
  ])
  func anAttributeHasTheOutput(name: String) throws {
    #expect(try presence(.chat { $0.set(name, "x") }) == [false, true])
  }

  @Test(arguments: [
    ("gen_ai.user.message", [true, false]), ("gen_ai.content.prompt", [true, false]), ("gen_ai.choice", [false, true]),
    ("gen_ai.content.completion", [false, true]), ("exception", [false, false]),
    ("gen_ai.client.inference.operation.details", [false, false]),
  ])
  func anEventHasContent(name: String, expected: [Bool]) throws {
    #expect(try presence(.chat { $0.event(name, at: 1) }) == expected)
    // Also where nothing else is sought in the events.
    let timed = SampleSpan.chat { span in
      span.set("gen_ai.response.time_to_first_chunk", 0.5)
      span.event(name, at: 1)
    }
    #expect(try presence(timed) == expected)
  }

  @Test func theEventOfDetailsHasWhatItCarries() throws {
    let name = "gen_ai.client.inference.operation.details"
    #expect(try presence(.chat { $0.event(name, at: 1, [("gen_ai.input.messages", "x")]) }) == [true, false])
    #expect(try presence(.chat { $0.event(name, at: 1, [("gen_ai.output.messages", "x")]) }) == [false, true])
  }

  @Test func namesOfOtherThingsAreNoContent() throws {
    let span = SampleSpan.chat { span in
      span.set("gen_ai.completion.0.finish_reason", "stop")
      span.set("gen_ai.system_instructions", "x")
      span.set("llm.input_messages.0.message.role", "user")
      span.set("gen_ai.input.messages", "")
    }
    #expect(try presence(span) == [false, false])
  }

  @Test func embeddingsHaveNoAnswerToWaitFor() throws {
    #expect(try presence(.bare { $0.set("gen_ai.operation.name", "embeddings") }) == [false, true])
  }
}
