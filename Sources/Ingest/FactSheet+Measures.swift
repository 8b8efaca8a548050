internal import CallModel
internal import OTLP

extension FactSheet {
  /// Fills in tokens, finish reason and the time to the first token.
  func measure(_ record: inout CallRecord, in bytes: UnsafeRawBufferPointer, _ repairs: inout Repairs) {
    record.usage = usage(&repairs)
    record.finish = FinishReason(reading: bytes.slice(firstText(.finishReasons, in: bytes)))
    if record.finish == .unknown, self[.outputMessages] != .empty {
      record.finish = FinishReason(inMessages: self[.outputMessages], in: bytes)
    }
    record.timeToFirstToken = seconds(.timeToFirstChunk)
    if case .bool(true) = self[.stream] { record.isStreaming = true }
    // Only an answer that comes in pieces has a first one; pydantic-ai says no more than that.
    if record.timeToFirstToken != nil { record.isStreaming = true }
    if has(.parameters), bytes.slice(text(.parameters)).firstMemberIsTrue("stream") { record.isStreaming = true }
  }

  private func usage(_ repairs: inout Repairs) -> TokenUsage {
    var usage = TokenUsage(
      input: tokens(.inputTokens, &repairs), output: tokens(.outputTokens, &repairs),
      cacheRead: tokens(.cacheReadTokens, &repairs), cacheWrite: tokens(.cacheWriteTokens, &repairs),
      reasoning: tokens(.reasoningTokens, &repairs))
    // Less input than its own parts: the sender counted as Anthropic's API does, without them.
    let cached = (usage.cacheRead ?? 0) + (usage.cacheWrite ?? 0)
    if let input = usage.input, input < cached { usage.input = input + cached }
    // xAI's chat API counts an answer without the reasoning before it.
    if let output = usage.output, let reasoning = usage.reasoning, output < reasoning {
      usage.output = output + reasoning
    }
    return usage
  }

  /// More tokens than any call has, and few enough that a million calls can be added up.
  private static let mostTokens: Int64 = 1_000_000_000_000

  private func tokens(_ fact: Fact, _ repairs: inout Repairs) -> Int64? {
    let count: Int64?
    switch self[fact] {
    case .int(let value): count = value
    // Some libraries send every number as a double.
    case .double(let value): count = Int64(exactly: value) ?? -1
    default: return nil
    }
    if let count, count >= 0, count <= Self.mostTokens { return count }
    repairs.impossibleTokens += 1
    return nil
  }

  /// A length of time that is sent in seconds; nil if it cannot be one, or is more than a day.
  private func seconds(_ fact: Fact) -> Nanoseconds? {
    let seconds: Double
    switch self[fact] {
    case .double(let value): seconds = value
    case .int(let value): seconds = Double(value)
    default: return nil
    }
    guard seconds >= 0, seconds <= 86_400 else { return nil }
    return Nanoseconds((seconds * 1e9).rounded())
  }

  /// A text, or the first text of a list.
  private func firstText(_ fact: Fact, in bytes: UnsafeRawBufferPointer) -> Range<UInt32> {
    switch self[fact] {
    case .string(let range): return range
    case .array(let range):
      var list = ProtobufReader(bytes, in: range)
      // The list was checked when its span was read, so an error here cannot be.
      while let field = try? list.next() {
        guard case (1, .bytes(let element)) = (field.number, field.value) else { continue }
        if case .string(let text) = try? AnyValue.read(bytes, element) { return text }
        return 0..<0
      }
      return 0..<0
    default: return 0..<0
    }
  }
}
