internal import CallModel

/// Why the judge gave no verdict, with a sentence for a person.
struct JudgeFailure: Error, Hashable, Sendable {
  /// The raw value is a stable code: the label of the verdict.
  enum Code: String, Sendable, CaseIterable {
    /// No answer in time.
    case timeout = "judge_timeout"
    /// 429, and tries ran out.
    case rateLimited = "judge_rate_limited"
    /// 401 or 403.
    case refusedKey = "judge_refused_key"
    /// 402, or a 429 that is about money: it is not tried again.
    case noCredit = "judge_no_credit"
    /// No connection, or one that broke.
    case unreachable = "judge_unreachable"
    /// A status of 500 or more.
    case unavailable = "judge_unavailable"
    /// Any other status that is no success.
    case badRequest = "judge_bad_request"
    /// The judge's model refuses to judge.
    case refused = "judge_refused"
    /// The answer holds no JSON object.
    case notJSON = "judge_not_json"
    /// The answer's JSON is no verdict.
    case badVerdict = "judge_bad_verdict"
    /// The budget, or the limit on requests, is used up.
    case overBudget = "judge_over_budget"
    /// As many questions wait as may.
    case busy = "judge_busy"
    /// Nobody waits for the verdict any more.
    case cancelled = "judge_cancelled"
  }

  let code: Code
  let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The verdict on a call that could not be judged for this: never a pass.
  var verdict: Verdict { .error(message, label: code.rawValue) }
}
