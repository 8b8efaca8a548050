/// A number over time that a rule looks at.
public enum Signal: Hashable, Sendable {
  /// The weighted share of judged calls that an evaluator failed.
  case failRatio(evaluator: String)
  /// A quantile of the calls' durations, in seconds.
  case latency(quantile: Double)
  /// The share of all calls that ended in an error.
  case errorRatio
  /// What calls cost, in dollars an hour over the rule's window.
  case spendRate
  /// How many alerts from outside (Alertmanager) fire: the condition is judged there.
  case external

  /// The name as configurations write it.
  public var name: String {
    switch self {
    case .failRatio: "fail_ratio"
    case .latency: "latency"
    case .errorRatio: "error_ratio"
    case .spendRate: "spend_rate"
    case .external: "external"
    }
  }

  /// Whether every call counts for it, judged or not.
  public var isOfCalls: Bool {
    switch self {
    case .latency, .errorRatio, .spendRate: true
    case .failRatio, .external: false
    }
  }
}

/// What is known of a signal now.
public struct SignalValue: Hashable, Sendable {
  /// Nil: nothing at all has been seen in the window.
  public var value: Double?
  /// A 95 % confidence interval, where the signal has one.
  public var lower: Double?
  public var upper: Double?
  /// How many calls (latency, errors), priced calls (spend), verdicts (fail ratio) or alerts
  /// (external) it rests on.
  public var samples: Int
  /// Spend only: the money behind `value`, exactly. This is what is compared with the rule.
  public var spent: NanoDollars?

  public init(
    value: Double?, lower: Double? = nil, upper: Double? = nil, samples: Int, spent: NanoDollars? = nil
  ) {
    self.value = value
    self.lower = lower
    self.upper = upper
    self.samples = samples
    self.spent = spent
  }
}

public enum AlertState: String, Hashable, Sendable, Codable {
  case inactive, pending, firing, resolved
}

/// Whether what an alert, a budget or a person asks for is done or only recorded.
public enum Enforcement: String, Hashable, Sendable, Codable {
  case shadow, enforce
}

/// An alert changed its state for one scope.
public struct AlertChange: Hashable, Sendable {
  public var alert: String
  public var scope: Scope
  public var signal: Signal
  public var from: AlertState
  public var to: AlertState
  public var at: Nanoseconds
  /// What the decision rests on.
  public var evidence: SignalValue
  public var threshold: Double

  public init(
    alert: String, scope: Scope, signal: Signal, from: AlertState, to: AlertState, at: Nanoseconds,
    evidence: SignalValue, threshold: Double
  ) {
    self.alert = alert
    self.scope = scope
    self.signal = signal
    self.from = from
    self.to = to
    self.at = at
    self.evidence = evidence
    self.threshold = threshold
  }
}
