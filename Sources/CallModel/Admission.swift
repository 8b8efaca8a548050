/// What a call site asks before it calls a model.
public struct AdmissionRequest: Hashable, Sendable {
  public var dimensions: Dimensions
  public var conversation: String?
  /// The caller's own id of the call; a retry repeats it.
  public var id: String?

  public init(dimensions: Dimensions, conversation: String? = nil, id: String? = nil) {
    self.dimensions = dimensions
    self.conversation = conversation
    self.id = id
  }
}

/// May this call go now? The strictest of all that apply wins; the cases are in that order.
public enum AdmissionDecision: String, Hashable, Sendable, Codable, CaseIterable {
  case admit, delay, degrade, reject, deny
}

/// The answer to an admission request, always with its reason.
public struct Admission: Hashable, Sendable {
  /// The caller's id, or the random one that a retry should repeat.
  public var id: String
  public var decision: AdmissionDecision
  /// For a person and a log line: `answers-ungrounded: 20 % admitted of route=checkout`.
  public var reason: String
  /// The stable word that metrics count it under: `none`, `throttle`, `shadow`, `override`.
  public var cause: String
  public var retryAfter: Nanoseconds?
  /// The names of the throttles that applied, whether or not they enforce.
  public var throttles: [String]

  public init(
    id: String, decision: AdmissionDecision, reason: String, cause: String, retryAfter: Nanoseconds? = nil,
    throttles: [String] = []
  ) {
    self.id = id
    self.decision = decision
    self.reason = reason
    self.cause = cause
    self.retryAfter = retryAfter
    self.throttles = throttles
  }
}

/// One line of the audit: what was decided about whom, and on what evidence.
public struct AuditEntry: Hashable, Sendable {
  public var at: Nanoseconds
  /// `throttle`, `override`, `alert`, `configuration`.
  public var subject: String
  /// `cut`, `raise`, `hold`, `release`, `set`, `expire`, …
  public var action: String
  /// The alert's name, or the person's.
  public var actor: String
  public var scope: Scope
  public var enforcement: Enforcement
  /// The admitted share before and after.
  public var from: Double
  public var to: Double
  /// One sentence with the numbers that the decision rests on.
  public var evidence: String

  public init(
    at: Nanoseconds, subject: String, action: String, actor: String, scope: Scope, enforcement: Enforcement,
    from: Double, to: Double, evidence: String
  ) {
    self.at = at
    self.subject = subject
    self.action = action
    self.actor = actor
    self.scope = scope
    self.enforcement = enforcement
    self.from = from
    self.to = to
    self.evidence = evidence
  }
}
