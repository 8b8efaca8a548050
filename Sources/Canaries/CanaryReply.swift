package import CallModel
internal import JSON

/// What came of a golden question.
package struct CanaryReply: Hashable, Sendable {
  /// The answer; empty where there is none.
  package var text = ""
  /// The model that served.
  package var model: String?
  package var usage = TokenUsage()
  /// `finish_reason` as the provider says it.
  package var finish: String?
  /// Why there is no answer, as the value of `error.type`: `timeout`, a status, `invalid_response`.
  package var error: String?

  /// A question that got no answer.
  package init(error: String) { self.error = error }

  /// Reads a response of `/chat/completions` (OpenAI API).
  package init(status: Int, body: [UInt8]) {
    guard (200..<300).contains(status) else {
      error = "\(status)"
      return
    }
    guard let value = try? JSON(parsing: body, maxDepth: 64), let choice = value["choices"]?[0],
      let message = choice["message"]
    else {
      error = "invalid_response"
      return
    }
    text =
      message["content"]?.string
      ?? message["content"]?.array?.compactMap { $0["text"]?.string }.joined() ?? ""
    model = value["model"]?.string
    finish = choice["finish_reason"]?.string
    usage = TokenUsage(
      input: Self.tokens(value["usage"]?["prompt_tokens"]),
      output: Self.tokens(value["usage"]?["completion_tokens"]))
  }

  private static func tokens(_ value: JSON?) -> Int64? {
    value?.number?.int64.flatMap { (0...1_000_000_000).contains($0) ? $0 : nil }
  }
}
