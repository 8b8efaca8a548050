import CallModel
import OTLP
import Testing

@testable import Ingest

@Suite struct OpenTelemetryGenerationTests {
  private let sent = #"[{"role":"system","content":"Be short."},{"role":"user","content":"sky?"}]"#
  private let answered = #"[{"role":"assistant","content":"Blue."}]"#

  private func old(_ more: @escaping (inout ProtobufWriter) -> Void) -> SampleSpan {
    .bare { span in
      span.set("gen_ai.system", "openai")
      span.set("gen_ai.request.model", "gpt-4")
      span.set("gen_ai.usage.prompt_tokens", 9)
      span.set("gen_ai.usage.completion_tokens", 3)
      span.set("gen_ai.response.finish_reasons", ["stop"])
      more(&span)
    }
  }

  private func check(_ call: LLMCall) {
    #expect(call.system == "Be short." && call.input == "sky?" && call.output == "Blue.")
    #expect(call.messages == [Message(role: "user", text: "sky?")])
    #expect(call.usage == TokenUsage(input: 9, output: 3) && call.finish == .stop)
  }

  @Test func spanEventsHoldTheContentOfGenerationB() throws {
    check(
      try Decoded(
        old { span in
          span.event("gen_ai.content.prompt", at: 0, [("gen_ai.prompt", sent)])
          span.event("gen_ai.content.completion", at: 9, [("gen_ai.completion", answered)])
        }
      ).call)
  }

  @Test func spanAttributesHoldTheContentOfGenerationA() throws {
    let call = try Decoded(
      old { span in
        span.set("gen_ai.prompt", sent)
        span.set("gen_ai.completion", answered)
      }
    ).call
    check(call)
    #expect(call.attributes["gen_ai.prompt"] == nil && call.attributes["gen_ai.completion"] == nil)
  }

  @Test func eventsComeAfterAttributesAndTheFirstChoiceFirst() throws {
    let call = try Decoded(
      old { span in
        span.event("gen_ai.content.prompt", at: 0, [("gen_ai.prompt", "of the event")])
        span.event("gen_ai.content.completion", at: 9, [("gen_ai.completion", answered)])
        span.event("gen_ai.content.completion", at: 9, [("gen_ai.completion", "second choice")])
        span.set("gen_ai.input.messages", sent)
      }
    ).call
    check(call)
  }

  @Test func otherEventsHoldNoContent() throws {
    let call = try Decoded(
      old { $0.event("exception", at: 0, [("gen_ai.prompt", "x"), ("gen_ai.completion", "y")]) }
    ).call
    #expect(call.input == "" && call.output == "")
  }

  @Test func theEventOfDetailsMayStandInTheSpan() throws {
    check(
      try Decoded(
        old { span in
          span.message(11) { event in
            event.string(2, "gen_ai.client.inference.operation.details")
            event.attribute(3, "gen_ai.usage.input_tokens", 1_000)
            event.attribute(3, "gen_ai.input.messages", sent)
            event.attribute(3, "gen_ai.output.messages") { value in
              value.message(5) { list in
                list.message(1) { choice in
                  choice.message(6) { map in
                    map.attribute(1, "role", "assistant")
                    map.attribute(1, "parts") { parts in
                      parts.message(5) { list in
                        list.message(1) { part in
                          part.message(6) { map in
                            map.attribute(1, "type", "text")
                            map.attribute(1, "content", "Blue.")
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      ).call)
  }

  @Test func theToolCallsOfAChoiceStandBesideOrInsideItsMessage() throws {
    let calls = #""tool_calls":[{"id":"c1","type":"function","function":{"name":"look","arguments":"{\"a\":1}"}}]"#
    for choice in [
      #"[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null},\#(calls)}]"#,
      #"[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant",\#(calls)}}]"#,
      #"[{"role":"assistant",\#(calls)}]"#,
    ] {
      let call = try Decoded(
        old { $0.event("gen_ai.content.completion", at: 9, [("gen_ai.completion", choice)]) }
      ).call
      #expect(call.toolCalls == [ToolCall(id: "c1", name: "look", arguments: #"{"a":1}"#)])
      #expect(call.output == "")
    }
  }

  @Test func aToolMessageOfAChatAPIIsAResult() throws {
    let call = try Decoded(
      old { $0.set("gen_ai.prompt", #"[{"role":"tool","tool_call_id":"c1","content":"rain"}]"#) }
    ).call
    #expect(call.messages == [Message(role: "tool", text: "", toolResults: ["rain"])] && call.context == ["rain"])
  }

  @Test func thePromptsNameAndItsVariablesAreNoMessages() throws {
    let decoded = try Decoded(
      old { span in
        span.set("gen_ai.prompt.name", "invoice")
        span.set("gen_ai.prompt.version", "3")
        span.set("gen_ai.prompt.variable.customer", "Ann Smith")
      })
    #expect(decoded.dimensions.route == "invoice" && decoded.call.messages.isEmpty)
    #expect(decoded.call.attributes["gen_ai.prompt.version"] == "3")
    #expect(decoded.call.attributes["gen_ai.prompt.variable.customer"] == nil)
  }

  @Test(arguments: ["gen_ai.usage.cache_creation.input_tokens", "gen_ai.usage.cache_write.input_tokens"])
  func cacheWritesAreReadUnderBothNames(name: String) throws {
    let decoded = try Decoded(
      .chat { span in
        span.set("gen_ai.usage.input_tokens", 100)
        span.set(name, 40)
        // Subsets of the total, by modality.
        span.set("gen_ai.usage.text.input_tokens", 60)
        span.set("gen_ai.usage.image.input_tokens", 40)
        span.set("gen_ai.usage.text.cache_read.input_tokens", 5)
      })
    #expect(decoded.record.usage == TokenUsage(input: 100, cacheWrite: 40))
  }

  @Test(arguments: ["fetch_response", "plan", "search_memory", "create_memory", "handle_conversation_turn"])
  func newOperationsAreNoCalls(name: String) throws {
    let decoded = try Decoded(
      .bare { span in
        span.set("gen_ai.operation.name", name)
        span.set("gen_ai.request.model", "m")
        span.set("gen_ai.usage.input_tokens", 5)
      })
    #expect(decoded.batch.calls.isEmpty)
  }

  @Test func contentMayBeCutThoughAllReasonsAreListed() throws {
    let decoded = try Decoded(
      .chat { span in
        span.set("gen_ai.response.finish_reasons", ["stop", "length"])
        span.set("gen_ai.output.messages", #"[{"role":"assistant","parts":[{"type":"text","content":"cut"#)
      })
    #expect(decoded.record.finish == .stop && decoded.batch.calls.count == 1)
  }

  @Test func theFirstTokenIsNotLookedForWhereItIsStated() throws {
    let decoded = try Decoded(
      old { span in
        span.set("gen_ai.response.time_to_first_chunk", 0.5)
        span.event("gen_ai.content.completion.chunk", at: 3)
      })
    #expect(decoded.record.timeToFirstToken == .milliseconds(500))
  }

  @Test func damagedEventsLeaveTheSpanAlone() throws {
    let decoded = try Decoded(
      old { span in
        span.event("gen_ai.content.completion.chunk", at: 3)
        span.bytes(11, [0x0a, 0x20, 1])
        span.event("gen_ai.content.prompt", at: 0, [("gen_ai.prompt", sent)])
        span.message(15) { $0.varint(3, 2) }
      })
    #expect(decoded.record.timeToFirstToken == .milliseconds(3) && decoded.record.outcome == .error)
    #expect(decoded.call.messages.isEmpty)
  }
}

/// What the generation after 1.41 adds, as far as it could be misread.
@Suite struct UnreleasedOpenTelemetryTests {
  @Test func aCompactedConversationIsNoText() throws {
    let call = try Decoded(
      .chat { span in
        span.set(
          "gen_ai.output.messages",
          #"[{"role":"assistant","parts":[{"type":"compaction","content":"sum"},{"type":"text","content":"a"}]}]"#)
        span.set("gen_ai.conversation.compacted", true)
      }
    ).call
    #expect(call.output == "a" && call.finish == .unknown)
  }

  @Test func countsByModalityAreParts() throws {
    let usage = try Decoded(
      .chat { span in
        span.set("gen_ai.usage.input_tokens", 9)
        span.set("gen_ai.usage.text.input_tokens", 5)
        span.set("gen_ai.usage.image.input_tokens", 4)
        span.set("gen_ai.usage.text.cache_read.input_tokens", 3)
      }
    ).record.usage
    #expect(usage == TokenUsage(input: 9))
  }

  @Test(arguments: ["moonshot_ai", "moonshot"]) func moonshotHasOneSpelling(name: String) throws {
    #expect(try Decoded(.chat { $0.set("gen_ai.provider.name", name) }).dimensions.provider == "moonshot_ai")
  }

  @Test func anErrorWhereAReasonWasExpectedIsOne() throws {
    let record = try Decoded(.chat { $0.set("gen_ai.response.finish_reasons", ["error"]) }).record
    #expect(record.finish == .error && record.outcome == .error)
  }
}
