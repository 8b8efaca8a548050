internal import CallModel
internal import JSON

/// What a good answer of `/chat/completions` holds (OpenAI API).
struct ChatReply: Hashable, Sendable {
  var usage: TokenUsage
  /// The text of the first choice, or why there is none.
  var text: Result<String, JudgeFailure>

  init(_ body: [UInt8]) {
    guard let value = try? JSON(parsing: body, maxDepth: 64) else {
      usage = TokenUsage()
      text = .failure(
        JudgeFailure(.notJSON, "the endpoint's answer is no JSON; is the url that of an API?"))
      return
    }
    usage = TokenUsage(
      input: Self.tokens(value["usage"]?["prompt_tokens"]),
      output: Self.tokens(value["usage"]?["completion_tokens"]))
    text = Self.text(value["choices"]?[0])
  }

  private static func tokens(_ value: JSON?) -> Int64? {
    value?.number?.int64.flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
  }

  private static func text(_ choice: JSON?) -> Result<String, JudgeFailure> {
    guard let message = choice?["message"] else {
      return .failure(
        JudgeFailure(.notJSON, "the endpoint's answer has no choices; is the url that of an API?"))
    }
    let finish = choice?["finish_reason"]?.string
    if message["refusal"]?.string?.isEmpty == false || finish == "content_filter" {
      return .failure(JudgeFailure(.refused, "the judge's model refuses to judge this answer"))
    }
    let text =
      message["content"]?.string
      ?? message["content"]?.array?.compactMap { $0["text"]?.string }.joined() ?? ""
    if finish == "length" {
      return .failure(
        JudgeFailure(.notJSON, "the judge's answer is cut off; raise max_output_tokens"))
    }
    return .success(text)
  }
}
