import CallModel
import OTLP
import Testing

@testable import Ingest

@Suite struct PydanticAITests {
  /// The shape of a streamed call of pydantic-ai's in its data format 5.
  @Test func aStreamedChatIsReadWhole() throws {
    let decoded = try Decoded(
      .chat { span in
        span.set("gen_ai.agent.name", "planner")
        span.set("gen_ai.conversation.id", "c-1")
        span.set("gen_ai.provider.name", "openai")
        span.set("gen_ai.system", "openai")
        span.set(
          "gen_ai.input.messages",
          #"[{"role":"system","parts":[{"type":"text","content":"Be short."}]},{"role":"user","parts":[{"type":"text","content":"stream?"}]}]"#
        )
        span.set(
          "gen_ai.output.messages",
          #"[{"role":"assistant","parts":[{"type":"text","content":"Fine."}],"finish_reason":"stop"}]"#)
        span.set("gen_ai.usage.input_tokens", 61)
        span.set("gen_ai.usage.output_tokens", 40)
        span.set("gen_ai.usage.cache_read.input_tokens", 32)
        span.set("gen_ai.usage.details.reasoning_tokens", 7)
        span.set("gen_ai.usage.details.cache_read_tokens", 32)
        span.set("gen_ai.usage.details.audio_tokens", 0)
        span.set("gen_ai.response.model", "gpt-4o-2024-08-06")
        span.set("gen_ai.response.finish_reasons", ["stop"])
        span.set("gen_ai.client.operation.time_to_first_chunk", 0.05)
      })
    #expect(decoded.record.usage == TokenUsage(input: 61, output: 40, cacheRead: 32, reasoning: 7))
    #expect(decoded.record.isStreaming && decoded.record.timeToFirstToken == .milliseconds(50))
    #expect(decoded.dimensions.route == "planner" && decoded.record.finish == .stop)
    #expect(decoded.call.system == "Be short." && decoded.call.input == "stream?" && decoded.call.output == "Fine.")
  }

  @Test func aggregatedUsageIsNoUsage() throws {
    let decoded = try Decoded(
      .chat { span in
        span.set("gen_ai.aggregated_usage.input_tokens", 1_000)
        span.set("gen_ai.aggregated_usage.output_tokens", 1_000)
        span.set("gen_ai.aggregated_usage.details.cache_read_tokens", 1_000)
      })
    #expect(decoded.record.usage == TokenUsage())
  }

  @Test func agentSpansOfAnyFormatAreNoCalls() throws {
    let today = SampleSpan.bare { span in
      span.set("gen_ai.operation.name", "invoke_agent")
      span.set("gen_ai.agent.name", "planner")
      span.set("gen_ai.request.model", "gpt-4o")
      span.set("gen_ai.aggregated_usage.input_tokens", 30)
      span.set("pydantic_ai.all_messages", "[]")
    }
    // Before it had an operation, the sums stood under the names of a call's own usage.
    let earlier = SampleSpan.bare { span in
      span.set("agent_name", "planner")
      span.set("model_name", "gpt-4o")
      span.set("gen_ai.usage.input_tokens", 30)
    }
    let decoded = try Decoded(today, earlier)
    #expect(decoded.batch.spans == 2 && decoded.batch.calls.isEmpty)
  }

  @Test func theTimeToTheFirstChunkIsAnAttribute() throws {
    let decoded = try Decoded(.chat { $0.set("gen_ai.client.operation.time_to_first_chunk", 0.25) })
    #expect(decoded.record.timeToFirstToken == .milliseconds(250))
    let both = try Decoded(
      .chat { span in
        span.set("gen_ai.response.time_to_first_chunk", 0.5)
        span.set("gen_ai.client.operation.time_to_first_chunk", 0.25)
      })
    #expect(both.record.timeToFirstToken == .milliseconds(500))
  }

  /// Formats 2 to 5 send the answers of tools as the user's, format 6 as the tool's.
  @Test(arguments: ["user", "tool"])
  func toolResultsAreKnownByTheirPartAndNotByTheRole(role: String) throws {
    let call = try Decoded(
      .chat { span in
        span.set(
          "gen_ai.input.messages",
          """
          [{"role":"user","parts":[{"type":"text","content":"sky?"}]},
           {"role":"assistant","parts":[{"type":"tool_call","id":"c1","name":"look","arguments":{"city":"Bonn"}}]},
           {"role":"\(role)","parts":[{"type":"tool_call_response","id":"c1","name":"look","result":"rain"}]}]
          """)
      }
    ).call
    #expect(call.context == ["rain"] && call.input == "sky?")
    #expect(call.messages.map(\.toolResults) == [[], [], ["rain"]])
  }

  @Test(arguments: ["result", "response"])
  func aToolResultHasEitherName(name: String) throws {
    let call = try Decoded(
      .chat { span in
        span.set(
          "gen_ai.input.messages",
          #"[{"role":"tool","parts":[{"type":"tool_call_response","id":"c1","\#(name)":{"sky":"grey"}}]}]"#)
      }
    ).call
    #expect(call.context == [#"{"sky":"grey"}"#])
  }

  @Test(arguments: ["image-url", "audio-url", "video-url", "document-url", "binary", "uri", "blob", "file", "thinking"])
  func partsOfTypesOfItsOwnAreNoText(type: String) throws {
    let call = try Decoded(
      .chat { span in
        span.set(
          "gen_ai.input.messages",
          """
          [{"role":"user","parts":[{"type":"\(type)","url":"https://x","content":"AAAA"},
                                   {"type":"text","content":"what is it?"}]}]
          """)
      }
    ).call
    #expect(call.input == "what is it?")
  }

  @Test func itsOwnContentIsNoAttribute() throws {
    let call = try Decoded(
      .chat { span in
        span.set("model_request_parameters", "{}")
        span.set("pydantic_ai.all_messages", "[]")
        span.set("operation.cost", 0.5)
      }
    ).call
    #expect(call.attributes.keys.sorted() == ["gen_ai.operation.name", "gen_ai.request.model", "operation.cost"])
  }
}
