import CallModel
import JSON
import OTLP
import Testing

@testable import Ingest

/// The content of a call that came as log records (OTel GenAI 1.28 to 1.36, 1.37 and later).
@Suite struct EventContentTests {
  private let conversation: [SampleLog] = [
    .event("gen_ai.system.message", at: 0, ["content": "Be short."]),
    .event("gen_ai.user.message", at: 1, ["content": "Weather in Bonn?"]),
    .event(
      "gen_ai.assistant.message", at: 2,
      [
        "tool_calls": [
          ["id": "t1", "type": "function", "function": ["name": "look", "arguments": #"{"city":"Bonn"}"#]]
        ]
      ]),
    .event("gen_ai.tool.message", at: 3, ["content": "rain", "id": "t1"]),
    .event(
      "gen_ai.choice", at: 9,
      ["index": 0, "finish_reason": "stop", "message": ["role": "assistant", "content": "It rains."]]),
  ]

  private func check(_ call: LLMCall) {
    #expect(call.system == "Be short." && call.input == "Weather in Bonn?" && call.output == "It rains.")
    #expect(call.messages.map(\.role) == ["user", "assistant", "tool"])
    #expect(
      call.messages.dropFirst().first?.toolCalls == [ToolCall(id: "t1", name: "look", arguments: #"{"city":"Bonn"}"#)])
    #expect(call.context == ["rain"] && call.finish == .stop)
  }

  @Test func logEventsOfTheCallsSpanAreItsContent() throws {
    check(try Decoded(.chat()).call(with: conversation.map(\.part)))
  }

  @Test func messagesStandInTheOrderOfTheirTimes() throws {
    check(try Decoded(.chat()).call(with: conversation.reversed().map(\.part)))
  }

  @Test func messagesOfOneTimeStandInTheOrderTheyCameIn() throws {
    let parts = (0..<50).map { SampleLog.event("gen_ai.user.message", at: 1, ["content": JSON.string("\($0)")]).part }
    #expect(try Decoded(.chat()).call(with: parts).messages.map(\.text) == (0..<50).map(String.init))
  }

  @Test func toolCallsOfAChoiceStandBesideOrInsideItsMessage() throws {
    let calls: JSON = [["id": "t", "type": "function", "function": ["name": "f", "arguments": "{}"]]]
    for body: JSON in [
      ["index": 0, "finish_reason": "tool_calls", "message": ["role": "assistant"], "tool_calls": calls],
      ["index": 0, "finish_reason": "tool_calls", "message": ["role": "assistant", "tool_calls": calls]],
    ] {
      let call = try Decoded(.chat()).call(with: [SampleLog.event("gen_ai.choice", body).part])
      #expect(call.toolCalls == [ToolCall(id: "t", name: "f", arguments: "{}")])
      #expect(call.output == "" && call.finish == .toolCall)
    }
  }

  @Test func theChoiceWithTheLowestIndexIsJudged() throws {
    let parts = [(1, "second"), (0, "first"), (2, "third")].map { index, text in
      SampleLog.event("gen_ai.choice", ["index": JSON(Int64(index)), "message": ["content": .string(text)]]).part
    }
    #expect(try Decoded(.chat()).call(with: parts).output == "first")
  }

  @Test func aRoleInTheBodyCountsBeforeTheEventsOwn() throws {
    let parts = [
      SampleLog.event("gen_ai.system.message", ["role": "developer", "content": "Rules."]).part,
      SampleLog.event("gen_ai.developer.message", at: 1, ["content": "More rules."]).part,
      SampleLog.event("gen_ai.user.message", at: 2, ["role": "", "content": "q"]).part,
      SampleLog.event("gen_ai.user.message", at: 3, ["role": "critic", "content": "c"]).part,
    ]
    let call = try Decoded(.chat()).call(with: parts)
    #expect(call.system == "Rules.\nMore rules." && call.messages.map(\.role) == ["user", "critic"])
  }

  @Test func aBodyMayBeJSONTextOrPlainText() throws {
    let parts = [
      SampleLog.event("gen_ai.user.message", #"{"content":"as JSON"}"#).part,
      SampleLog.event("gen_ai.user.message", at: 1, "plain").part,
      SampleLog.event("gen_ai.choice", at: 2, #"{"message":{"content":"answer"},"finish_reason":"length"}"#).part,
    ]
    let call = try Decoded(.chat()).call(with: parts)
    #expect(call.messages.map(\.text) == ["as JSON", "plain"])
    #expect(call.output == "answer" && call.finish == .length)
  }

  @Test func aToolsResultMayBeAnyValue() throws {
    let parts = [
      SampleLog.event("gen_ai.tool.message", ["id": "t", "content": ["sky": "blue"]]).part,
      SampleLog.event("gen_ai.tool.message", at: 1, ["content": [["sky": "grey"]]]).part,
      SampleLog.event("gen_ai.tool.message", at: 2, ["content": [["type": "text", "text": "part"]]]).part,
    ]
    #expect(try Decoded(.chat()).call(with: parts).context == [#"{"sky":"blue"}"#, #"[{"sky":"grey"}]"#, "part"])
  }

  @Test func contentMayStandInAttributesOfTheRecord() throws {
    let parts = [
      SampleLog(name: "gen_ai.user.message", attributes: [("gen_ai.event.content", #"{"content":"q","role":"user"}"#)])
        .part,
      SampleLog(name: "gen_ai.choice", attributes: [("content", "[1]"), ("finish_reason", "stop")]).part,
    ]
    let call = try Decoded(.chat()).call(with: parts)
    #expect(call.input == "q" && call.output == "[1]" && call.finish == .stop)
  }

  @Test func theEventOfDetailsHoldsEverything() throws {
    let log = SampleLog(
      name: "gen_ai.client.inference.operation.details",
      write: { record in
        record.attribute(6, "gen_ai.operation.name", "chat")
        record.attribute(6, "gen_ai.system_instructions") { $0.value([["type": "text", "content": "Be kind."]]) }
        record.attribute(6, "gen_ai.input.messages") {
          $0.value([["role": "user", "parts": [["type": "text", "content": "q"]]]])
        }
        record.attribute(6, "gen_ai.output.messages") {
          $0.value([["role": "assistant", "finish_reason": "stop", "parts": [["type": "text", "content": "a"]]]])
        }
      })
    let call = try Decoded(.chat()).call(with: [log.part])
    #expect(call.system == "Be kind." && call.input == "q" && call.output == "a")
    #expect(call.messages == [Message(role: "user", text: "q")])
  }

  @Test func contentEventsOf127MayBeLogRecords() throws {
    let parts = [
      SampleLog(name: "gen_ai.content.prompt", attributes: [("gen_ai.prompt", #"[{"role":"user","content":"q"}]"#)])
        .part,
      SampleLog(name: "gen_ai.content.completion", body: ["gen_ai.completion": "a"]).part,
    ]
    let call = try Decoded(.chat()).call(with: parts)
    #expect(call.input == "q" && call.output == "a")
  }

  @Test func theSpanCountsBeforeItsEventsAndTheseBeforeSpansThatRepeatIt() throws {
    let repeated = SampleSpan.bare { span in
      span.set("openinference.span.kind", "LLM")
      span.set("llm.input_messages.0.message.role", "user")
      span.set("llm.input_messages.0.message.content", "q of the outer")
      span.set("llm.output_messages.0.message.content", "a of the outer")
      span.set("assay.reference", "right")
    }.part(.repeated)
    let events = [
      SampleLog.event("gen_ai.user.message", at: 1, ["content": "q of the events"]).part,
      SampleLog.event("gen_ai.choice", at: 2, ["message": ["content": "a of the events"]]).part,
    ]
    func texts(_ span: SampleSpan, _ parts: [AssembledPart]) throws -> [String] {
      let call = try Decoded(span).call(with: parts)
      return [call.input, call.output]
    }
    let whole = SampleSpan.chat { span in
      span.set("gen_ai.input.messages", "q of the span")
      span.set("gen_ai.output.messages", "a of the span")
    }
    let half = SampleSpan.chat { $0.set("gen_ai.input.messages", "q of the span") }
    #expect(try texts(whole, events + [repeated]) == ["q of the span", "a of the span"])
    #expect(try texts(half, events + [repeated]) == ["q of the span", "a of the events"])
    #expect(try texts(.chat(), [repeated] + events) == ["q of the events", "a of the events"])
    #expect(try texts(.chat(), [repeated, events[0]]) == ["q of the events", "a of the outer"])
    #expect(try texts(.chat(), [repeated]) == ["q of the outer", "a of the outer"])
    #expect(try Decoded(.chat()).call(with: [repeated]).references == ["right"])
  }

  @Test func hiddenContentIsMissingContent() throws {
    let span = SampleSpan.bare { span in
      span.set("openinference.span.kind", "LLM")
      span.set("llm.input_messages.0.message.role", "user")
      span.set("llm.input_messages.0.message.content", "__REDACTED__")
    }
    let event = SampleLog.event("gen_ai.user.message", ["content": "q"]).part
    #expect(try Decoded(span).call(with: [event]).input == "q")
    #expect(try Decoded(span).call(with: []).input == "")
  }

  @Test func theReasonOfAChoiceFillsInTheCalls() throws {
    let span = SampleSpan.chat { $0.set("gen_ai.response.finish_reasons", ["length"]) }
    let choice = SampleLog.event("gen_ai.choice", ["finish_reason": "stop", "message": ["content": "a"]]).part
    #expect(try Decoded(span).call(with: [choice]).finish == .length)
    #expect(try Decoded(.chat()).call(with: [choice]).finish == .stop)
  }
}
