import CallModel
import OTLP
import Testing

@testable import Ingest

@Suite struct MeasureTests {
  @Test func tokensThatCannotBeAreUnknown() throws {
    for tokens in [-1, Int64.min, Int64.max, 1_000_000_000_001] {
      let decoded = try Decoded(.chat { $0.set("gen_ai.usage.input_tokens", tokens) })
      #expect(decoded.record.usage.input == nil)
      #expect(decoded.batch.repairs.impossibleTokens == 1)
    }
    for tokens in [Double.nan, .infinity, -1, 1.5, 1e300] {
      let decoded = try Decoded(.chat { $0.set("gen_ai.usage.input_tokens", tokens) })
      #expect(decoded.record.usage.input == nil)
      #expect(decoded.batch.repairs.impossibleTokens == 1)
    }
    #expect(try Decoded(.chat { $0.set("gen_ai.usage.input_tokens", 12.0) }).record.usage.input == 12)
    #expect(try Decoded(.chat { $0.set("gen_ai.usage.input_tokens", "12") }).record.usage == TokenUsage())
  }

  @Test func inputThatLeavesTheCacheOutIsCompleted() throws {
    func usage(_ input: Int64, _ read: Int64, _ write: Int64) throws -> Int64? {
      try Decoded(
        .chat { span in
          span.set("gen_ai.usage.input_tokens", input)
          span.set("gen_ai.usage.cache_read.input_tokens", read)
          span.set("gen_ai.usage.cache_write.input_tokens", write)
        }
      ).record.usage.input
    }
    #expect(try usage(10, 100, 50) == 160)
    #expect(try usage(150, 100, 50) == 150)
    #expect(try usage(0, 0, 1) == 1)
  }

  @Test func outputThatLeavesReasoningOutIsCompleted() throws {
    func usage(_ output: Int64, _ reasoning: Int64) throws -> Int64? {
      try Decoded(
        .chat { span in
          span.set("gen_ai.usage.output_tokens", output)
          span.set("gen_ai.usage.reasoning.output_tokens", reasoning)
        }
      ).record.usage.output
    }
    #expect(try usage(2, 340) == 342)
    #expect(try usage(400, 340) == 400)
    #expect(try usage(340, 340) == 340)
  }

  @Test func oldNamesOfTokensComeSecond() throws {
    let decoded = try Decoded(
      .chat { span in
        span.set("gen_ai.usage.input_tokens", 7)
        span.set("gen_ai.usage.prompt_tokens", 1)
        span.set("gen_ai.usage.completion_tokens", 2)
      })
    #expect(decoded.record.usage == TokenUsage(input: 7, output: 2))
  }

  @Test(arguments: [
    ("stop", FinishReason.stop), ("STOP", .stop), ("end_turn", .stop), ("stop_sequence", .stop),
    ("length", .length), ("max_tokens", .length), ("MAX_TOKENS", .length), ("max_output_tokens", .length),
    ("model_context_window_exceeded", .length), ("tool_call", .toolCall), ("tool_calls", .toolCall),
    ("function_call", .toolCall), ("tool_use", .toolCall), ("content_filter", .contentFilter),
    ("refusal", .contentFilter), ("SAFETY", .contentFilter), ("RECITATION", .contentFilter),
    ("PROHIBITED_CONTENT", .contentFilter), ("BLOCKLIST", .contentFilter), ("SPII", .contentFilter),
    ("error", .error), ("", .unknown), ("pause_turn", .other), ("OTHER", .other),
  ])
  func finishReasonsHaveOneVocabulary(sent: String, reason: FinishReason) throws {
    #expect(try Decoded(.chat { $0.set("gen_ai.response.finish_reasons", [sent, "x"]) }).record.finish == reason)
    #expect(try Decoded(.chat { $0.set("gen_ai.response.finish_reasons", sent) }).record.finish == reason)
  }

  @Test(arguments: [
    (#"[{"finish_reason":"length"},{"finish_reason":"stop"}]"#, FinishReason.length),
    (#"[{"parts":[{"arguments":{"finish_reason":"length"}}], "finish_reason" : "stop"}]"#, .stop),
    (#"[{"parts":[{"content":"\"finish_reason\":\"length\" }]"}],"finish_reason":"stop"}]"#, .stop),
    (#"{"finish_reason":"tool_call"}"#, .toolCall),
    (#"[{"role":"finish_reason","finish_reason":null},{"finish_reason":"stop"}]"#, .unknown),
    (#"[{"role":"assistant"},{"finish_reason":"stop"}]"#, .unknown),
    (#"[{"finish_reason":"len"#, .other), (#"[{"finish_reason"#, .unknown), (#"[{"finish_reason":"#, .unknown),
    (#"[{"finish_reason":"\"#, .other), ("]]}}{", .unknown), ("", .unknown),
  ])
  func withoutTheAttributeTheFirstChoiceStatesTheReason(messages: String, reason: FinishReason) throws {
    #expect(try Decoded(.chat { $0.set("gen_ai.output.messages", messages) }).record.finish == reason)
  }

  @Test func theOutcomeIsAnErrorFirst() throws {
    func outcome(_ write: @escaping (inout ProtobufWriter) -> Void) throws -> Outcome {
      try Decoded(.chat(write)).record.outcome
    }
    #expect(try outcome { _ in } == .ok)
    #expect(try outcome { $0.message(15) { $0.varint(3, 1) } } == .ok)
    #expect(try outcome { $0.message(15) { $0.varint(3, 2) } } == .error)
    #expect(try outcome { $0.set("error.type", "timeout") } == .error)
    #expect(try outcome { $0.set("error.type", "") } == .ok)
    #expect(try outcome { $0.set("gen_ai.response.finish_reasons", ["length"]) } == .truncated)
    #expect(try outcome { $0.set("gen_ai.response.finish_reasons", ["content_filter"]) } == .filtered)
    #expect(try outcome { $0.set("gen_ai.response.finish_reasons", ["error"]) } == .error)
    #expect(
      try outcome { span in
        span.set("gen_ai.response.finish_reasons", ["length"])
        span.message(15) { $0.varint(3, 2) }
      } == .error)
    let decoded = try Decoded(.chat { $0.set("error.type", "timeout") })
    #expect(decoded.symbols.errors.name(of: decoded.record.errorType) == "timeout")
  }

  @Test func timesThatCannotBeGiveNoDuration() throws {
    let ends: [(start: UInt64, end: UInt64)] = [(UInt64(now), 0), (0, UInt64(now)), (10, 9), (10, .max), (.max, .max)]
    for (start, end) in ends {
      let decoded = try Decoded(SampleSpan(start: start, end: end))
      #expect(decoded.record.duration == nil)
      #expect(decoded.batch.repairs.unknownDurations == 1)
      #expect(decoded.record.start >= 0 && decoded.record.start <= Nanoseconds.max / 2)
    }
    #expect(try Decoded(SampleSpan(start: 10, end: 10)).record.duration == 0)
  }

  @Test func theFutureIsKeptAndCounted() throws {
    for (offset, count): (Nanoseconds, Int) in [(.minutes(10), 0), (.minutes(10) + 1, 1), (.days(400), 1)] {
      let start = UInt64(now + offset)
      let decoded = try Decoded(SampleSpan(start: start, end: start + 1))
      #expect(decoded.batch.repairs.futureTimes == count)
      #expect(decoded.record.start == now + offset)
    }
  }

  @Test func theFirstTokenComesWithinADay() throws {
    for seconds in [Double.nan, .infinity, -0.1, 86_401, 1e300] {
      #expect(
        try Decoded(.chat { $0.set("gen_ai.response.time_to_first_chunk", seconds) }).record.timeToFirstToken == nil)
    }
    #expect(try Decoded(.chat { $0.set("gen_ai.response.time_to_first_chunk", 0.0) }).record.timeToFirstToken == 0)
    #expect(
      try Decoded(.chat { $0.set("gen_ai.response.time_to_first_chunk", Int64(3)) }).record.timeToFirstToken
        == .seconds(3))
  }
}
