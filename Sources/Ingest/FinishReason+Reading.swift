internal import CallModel

extension FinishReason {
  /// The reason in one vocabulary, whatever the provider calls it; case does not count.
  init(reading text: UnsafeRawBufferPointer) {
    if text.isEmpty {
      self = .unknown
    } else {
      self = Self.spellings.first { text.equalsIgnoringCase($0.name) }?.reason ?? .other
    }
  }

  /// The same from a string.
  init(reading text: String) {
    var text = text
    self = text.withUTF8 { FinishReason(reading: UnsafeRawBufferPointer($0)) }
  }

  /// What providers write (OpenAI, Anthropic, Gemini), the most frequent first.
  private static let spellings: [(name: StaticString, reason: FinishReason)] = [
    ("stop", .stop), ("end_turn", .stop), ("stop_sequence", .stop),
    ("length", .length), ("max_tokens", .length), ("max_output_tokens", .length),
    ("model_context_window_exceeded", .length),
    ("tool_call", .toolCall), ("tool_calls", .toolCall), ("function_call", .toolCall), ("tool_use", .toolCall),
    ("content_filter", .contentFilter), ("refusal", .contentFilter), ("safety", .contentFilter),
    ("recitation", .contentFilter), ("prohibited_content", .contentFilter), ("blocklist", .contentFilter),
    ("spii", .contentFilter),
    ("error", .error),
  ]
}
