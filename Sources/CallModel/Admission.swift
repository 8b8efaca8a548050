/// What a call site asks before it calls a model.
public struct AdmissionRequest: Hashable, Sendable {
  public var dimensions: Dimensions
  public var conversation: String?
  /// The caller's own id of the call; a retry repeats it.
  public var id: String?
  /// How long the prompt is, as far as the caller knows; never negative.
  public var inputTokens: Int64?
  /// How long the answer may get.
  public var maxOutputTokens: Int64?

  public init(
    dimensions: Dimensions, conversation: String? = nil, id: String? = nil, inputTokens: Int64? = nil,
    maxOutputTokens: Int64? = nil
  ) {
    self.dimensions = dimensions
    self.conversation = conversation
    self.id = id
    self.inputTokens = inputTokens
    self.maxOutputTokens = maxOutputTokens
  }
}

/// May this call go now? The strictest of all that apply wins; the cases are in that order.
public enum AdmissionDecision: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
  case admit, delay, degrade, reject, deny

  /// Whether the call goes, at once or later, to the model it asked for or to another.
  public var goes: Bool { self < .reject }

  public static func < (a: Self, b: Self) -> Bool { a.strictness < b.strictness }

  private var strictness: Int {
    switch self {
    case .admit: 0
    case .delay: 1
    case .degrade: 2
    case .reject: 3
    case .deny: 4
    }
  }
}

/// What one budget or limit says to an admission request.
public struct AdmissionFinding: Hashable, Sendable {
  /// The budget's or the limit's name.
  public var name: String
  public var decision: AdmissionDecision
  /// For a person and a log line.
  public var reason: String
  /// `budget`, `unpriced`, `limit`; `shadow`: it would have said otherwise if it enforced.
  public var cause: String
  public var retryAfter: Nanoseconds?
  /// The model that a degraded call goes to.
  public var model: String?

  public init(
    name: String, decision: AdmissionDecision, reason: String, cause: String, retryAfter: Nanoseconds? = nil,
    model: String? = nil
  ) {
    self.name = name
    self.decision = decision
    self.reason = reason
    self.cause = cause
    self.retryAfter = retryAfter
    self.model = model
  }

  /// The same from a rule in shadow: it refuses nothing and says what it would have done.
  public var shadowed: AdmissionFinding {
    AdmissionFinding(name: name, decision: .admit, reason: "\(reason) (shadow: only recorded)", cause: "shadow")
  }
}

/// The answer to an admission request, always with its reason.
public struct Admission: Hashable, Sendable {
  /// The caller's id, or the random one that a retry should repeat.
  public var id: String
  public var decision: AdmissionDecision
  /// For a person and a log line: `answers-ungrounded: 20 % admitted of route=checkout`.
  public var reason: String
  /// The stable word that metrics count it under: `none`, `throttle`, `shadow`, `override`,
  /// `budget`, `limit`, `unpriced`.
  public var cause: String
  public var retryAfter: Nanoseconds?
  /// The model that a degraded call goes to, in place of the one it asked for.
  public var model: String?
  /// The names of the throttles that applied, whether or not they enforce, and of the budgets
  /// and limits that had something to say.
  public var throttles: [String]

  public init(
    id: String, decision: AdmissionDecision, reason: String, cause: String, retryAfter: Nanoseconds? = nil,
    model: String? = nil, throttles: [String] = []
  ) {
    self.id = id
    self.decision = decision
    self.reason = reason
    self.cause = cause
    self.retryAfter = retryAfter
    self.model = model
    self.throttles = throttles
  }
}

/// One line of the audit: what was decided about whom, and on what evidence.
public struct AuditEntry: Hashable, Sendable {
  public var at: Nanoseconds
  /// `throttle`, `override`, `alert`, `budget`, `configuration`.
  public var subject: String
  /// `cut`, `raise`, `hold`, `release`, `set`, `expire`, `warn`, `forecast`, `exceed`, `restore`, …
  public var action: String
  /// The alert's name, the budget's, or the person's.
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
