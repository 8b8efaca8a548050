import CallModel
import JSON
import Spending

/// What a provider billed in one exchange, by its own usage block.
///
/// `items` are its numbers as each is charged; `usage` is the same normalised, parts inside of
/// their totals, as the service counts it. The one is not made of the other.
struct Bill {
  enum Kind {
    case input, cacheRead, cacheWrite, output, reasoning

    /// The length of the prompt decides on the tier.
    var isPrompt: Bool { self != .output && self != .reasoning }
  }

  private(set) var items: [(kind: Kind, tokens: Int64)]
  private(set) var usage: TokenUsage
  /// Nano-dollars that the answer itself says it cost (xAI).
  private(set) var charged: Int64?
  /// xAI's chat API: `completion_tokens` does not include reasoning.
  private(set) var hasReasoningOutsideCompletion = false

  /// Nil if no tokens are billed.
  init?(_ exchange: RecordedExchange) {
    guard let block = Self.block(in: exchange.values) else { return nil }
    func number(_ path: String...) -> Int64? {
      var value = block[path[0]]
      for key in path.dropFirst() { value = value?[key] }
      return value?.number?.int64
    }
    if let prompt = number("prompt_tokens") {
      // OpenAI chat, and all who follow it: what was cached is inside the prompt.
      let read =
        number("prompt_tokens_details", "cached_tokens") ?? number("prompt_cache_hit_tokens") ?? number("cached_tokens")
      let written = number("prompt_tokens_details", "cache_write_tokens")
      let completion = number("completion_tokens")
      let thought = number("completion_tokens_details", "reasoning_tokens")
      let total = number("total_tokens")
      let outside = (thought ?? 0) > 0 && total == prompt + (completion ?? 0) + (thought ?? 0)
      hasReasoningOutsideCompletion = outside
      let output = completion.map { $0 + (outside ? thought ?? 0 : 0) }
      usage = TokenUsage(input: prompt, output: output, cacheRead: read, cacheWrite: written, reasoning: thought)
      items = [
        (.input, prompt - (read ?? 0) - (written ?? 0)), (.cacheRead, read ?? 0), (.cacheWrite, written ?? 0),
        (.reasoning, thought ?? 0), (.output, (completion ?? 0) - (outside ? 0 : thought ?? 0)),
      ]
    } else if let prompt = number("promptTokenCount") {
      // Gemini: thoughts are not in the candidates, tool use is not in the prompt.
      let tools = number("toolUsePromptTokenCount") ?? 0
      let read = number("cachedContentTokenCount")
      let answer = number("candidatesTokenCount") ?? number("responseTokenCount") ?? 0
      let thought = number("thoughtsTokenCount")
      usage = TokenUsage(input: prompt + tools, output: answer + (thought ?? 0), cacheRead: read, reasoning: thought)
      items = [
        (.input, prompt - (read ?? 0)), (.input, tools), (.cacheRead, read ?? 0), (.output, answer),
        (.reasoning, thought ?? 0),
      ]
    } else if let prompt = number("total_input_tokens") {
      // Gemini's interactions, which count as generateContent does.
      let tools = number("total_tool_use_tokens") ?? 0
      let read = number("total_cached_tokens")
      let answer = number("total_output_tokens") ?? 0
      let thought = number("total_thought_tokens")
      usage = TokenUsage(input: prompt + tools, output: answer + (thought ?? 0), cacheRead: read, reasoning: thought)
      items = [
        (.input, prompt - (read ?? 0)), (.input, tools), (.cacheRead, read ?? 0), (.output, answer),
        (.reasoning, thought ?? 0),
      ]
    } else if let fresh = number("inputTokens") {
      // Bedrock's Converse: as Anthropic, the cache comes on top.
      let (read, written) = (number("cacheReadInputTokens"), number("cacheWriteInputTokens"))
      let output = number("outputTokens")
      usage = TokenUsage(
        input: fresh + (read ?? 0) + (written ?? 0), output: output, cacheRead: read, cacheWrite: written)
      items = [(.input, fresh), (.cacheRead, read ?? 0), (.cacheWrite, written ?? 0), (.output, output ?? 0)]
    } else if exchange.provider == "anthropic", let fresh = number("input_tokens") {
      let (read, written) = (number("cache_read_input_tokens"), number("cache_creation_input_tokens"))
      let thought = number("output_tokens_details", "thinking_tokens")
      let output = number("output_tokens")
      usage = TokenUsage(
        input: fresh + (read ?? 0) + (written ?? 0), output: output, cacheRead: read, cacheWrite: written,
        reasoning: thought)
      items = [
        (.input, fresh), (.cacheRead, read ?? 0), (.cacheWrite, written ?? 0), (.reasoning, thought ?? 0),
        (.output, (output ?? 0) - (thought ?? 0)),
      ]
    } else if let prompt = number("input_tokens") {
      // OpenAI Responses; Cohere's billed units, which have no parts.
      let read = number("input_tokens_details", "cached_tokens")
      let written = number("input_tokens_details", "cache_write_tokens")
      let thought = number("output_tokens_details", "reasoning_tokens")
      let output = number("output_tokens")
      usage = TokenUsage(input: prompt, output: output, cacheRead: read, cacheWrite: written, reasoning: thought)
      items = [
        (.input, prompt - (read ?? 0) - (written ?? 0)), (.cacheRead, read ?? 0), (.cacheWrite, written ?? 0),
        (.reasoning, thought ?? 0), (.output, (output ?? 0) - (thought ?? 0)),
      ]
    } else {
      return nil
    }
    // A tick is a ten-thousandth of a millionth of a dollar. Tools on the server cost extra.
    if let ticks = number("cost_in_usd_ticks"), number("num_server_side_tools_used") ?? 0 == 0 { charged = ticks / 10 }
  }

  /// The sum of all items, rounded up once to a whole nano-dollar; nil if an item has no price.
  func cost(_ prices: TokenPrices) -> NanoDollars? {
    var sum: Int64 = 0
    for (kind, tokens) in items where tokens > 0 {
      let price: NanoDollars? =
        switch kind {
        case .input: prices.input
        case .cacheRead: prices.cacheRead ?? prices.input
        case .cacheWrite: prices.cacheWrite ?? prices.input
        case .output: prices.output
        case .reasoning: prices.reasoning ?? prices.output
        }
      guard let price else { return nil }
      sum += tokens * price.value
    }
    return NanoDollars((sum + 999_999) / 1_000_000)
  }

  /// The usage block, wherever the API has it; in a stream later numbers replace earlier ones,
  /// since all providers send running totals.
  private static func block(in values: [JSON]) -> JSON? {
    var merged = JSONObject()
    for value in values {
      let envelopes = ["message", "response", "interaction", "delta", "metadata"]
      for place in [value] + envelopes.map({ value[$0] }) {
        let found =
          place?["usage"]?["billed_units"] ?? place?["meta"]?["billed_units"] ?? place?["usage"]
          ?? place?["usageMetadata"] ?? place?["x_groq"]?["usage"]
        for member in found?.object?.members ?? [] { merged[member.key] = member.value }
      }
    }
    return merged.isEmpty ? nil : .object(merged)
  }
}
