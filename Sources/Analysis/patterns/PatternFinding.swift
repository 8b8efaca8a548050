package import CallModel

/// What a pattern needs to know of one call.
package struct PatternCall: Sendable {
  package var caller: String?
  package var route: String?
  package var conversation: String?
  /// Of all that is sent to the model; nil where the content is not known.
  package var prompt: Fingerprint?
  package var hasFailed: Bool
  package var usage: TokenUsage
  package var at: Nanoseconds

  package init(
    caller: String? = nil, route: String? = nil, conversation: String? = nil, prompt: Fingerprint? = nil,
    hasFailed: Bool = false, usage: TokenUsage = TokenUsage(), at: Nanoseconds
  ) {
    self.caller = caller
    self.route = route
    self.conversation = conversation
    self.prompt = prompt
    self.hasFailed = hasFailed
    self.usage = usage
    self.at = at
  }
}

/// A way in which money is known to run away.
package enum SpendPattern: String, CaseIterable, Sendable, Codable {
  case retryLoop = "retry_loop"
  case duplicateRequests = "duplicate_requests"
  case longerAnswers = "longer_answers"
  case growingContext = "growing_context"
}

/// A pattern that was seen, with its evidence.
package struct PatternFinding: Hashable, Sendable {
  package var pattern: SpendPattern
  package var caller: String?
  package var route: String?
  package var conversation: String?
  package var at: Nanoseconds
  /// A sentence for a person; it holds no content.
  package var evidence: String

  init(_ pattern: SpendPattern, of call: PatternCall, evidence: String) {
    self.pattern = pattern
    caller = call.caller
    route = call.route
    conversation = call.conversation
    at = call.at
    self.evidence = evidence
  }
}

/// A length of time in words.
func words(_ length: Nanoseconds) -> String {
  let seconds = max(0, length) / 1_000_000_000
  return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) minutes"
}
