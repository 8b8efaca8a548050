internal import CallModel
internal import PluginKit

/// What came of one request to the endpoint.
enum Attempt: Sendable {
  case answered(ChatReply)
  /// A field that the server does not know was refused.
  case refused(ServerError, JudgeFailure)
  /// It may go better in a while.
  case again(JudgeFailure, after: Nanoseconds?)
  case failed(JudgeFailure)

  /// Reads a response (OpenAI API, error codes).
  init(_ response: HostResponse, now: Nanoseconds) {
    if response.isSuccess {
      self = .answered(ChatReply(response.body))
      return
    }
    let error = ServerError(response.body)
    let said = error.message.isEmpty ? "" : ": \(error.message.prefix(200))"
    let text = "the endpoint answers with status \(response.status)\(said)"
    switch response.status {
    case 400, 422: self = .refused(error, JudgeFailure(.badRequest, text))
    case 401, 403: self = .failed(JudgeFailure(.refusedKey, "\(text); check api_key"))
    case 402: self = .failed(JudgeFailure(.noCredit, text))
    case 429 where error.isAboutCredit: self = .failed(JudgeFailure(.noCredit, text))
    case 429: self = .again(JudgeFailure(.rateLimited, text), after: response.retryAfter(now: now))
    case 408, 500...:
      self = .again(JudgeFailure(.unavailable, text), after: response.retryAfter(now: now))
    default: self = .failed(JudgeFailure(.badRequest, "\(text); check url and model"))
    }
  }

  /// What the request cost at the least that can be known; nil: nobody can tell, so the estimate stands.
  func cost(_ price: TokenPrice?) -> NanoDollars? {
    guard let price else { return .zero }
    switch self {
    case .answered(let reply):
      guard let input = reply.usage.input, let output = reply.usage.output else { return nil }
      return price.cost(input: input, output: output)
    case .refused: return .zero
    case .failed(let failure), .again(let failure, _):
      // A connection that broke may have brought the question to the model, which is billed.
      return [.unreachable, .timeout, .cancelled].contains(failure.code) ? nil : .zero
    }
  }
}
