/// A number over time that a rule looks at.
public enum Signal: Hashable, Sendable {
  /// The weighted share of judged calls that an evaluator failed.
  case failRatio(evaluator: String)
  /// The weighted share of judged calls to which an evaluator gave a label, such as `refusal`.
  case labelRatio(evaluator: String, label: String)
  /// A quantile of the calls' durations, in seconds.
  case latency(quantile: Double)
  /// A quantile of the times to the first token of streamed calls, in seconds.
  case timeToFirstToken(quantile: Double)
  /// The share of all calls that ended in an error; of one `error.type` only, if it is named.
  case errorRatio(type: String?)
  /// The share of all calls whose answer was cut off by the output limit.
  case truncationRatio
  /// The share of all calls whose answer the provider's filter withheld.
  case refusalRatio
  /// What calls cost, in dollars an hour over the rule's window.
  case spendRate
  /// What a priced call costs on average, in dollars.
  case costPerCall
  /// How many tokens, in and out, a call takes on average.
  case tokensPerCall
  /// Whether a scope's spend has left the range that it covers by habit.
  case spendAnomaly
  /// How many alerts from outside (Alertmanager) fire: the condition is judged there.
  case external

  /// The share of all calls that ended in an error of any type.
  public static let errorRatio = Signal.errorRatio(type: nil)

  /// The name as configurations write it.
  public var name: String {
    switch self {
    case .failRatio: "fail_ratio"
    case .labelRatio: "label_ratio"
    case .latency: "latency"
    case .timeToFirstToken: "time_to_first_token"
    case .errorRatio: "error_ratio"
    case .truncationRatio: "truncation_ratio"
    case .refusalRatio: "refusal_ratio"
    case .spendRate: "spend_rate"
    case .costPerCall: "cost_per_call"
    case .tokensPerCall: "tokens_per_call"
    case .spendAnomaly: "spend_anomaly"
    case .external: "external"
    }
  }

  /// Whether every call counts for it, judged or not.
  public var isOfCalls: Bool {
    switch self {
    case .failRatio, .labelRatio, .external: false
    default: true
    }
  }

  /// The evaluator whose verdicts it counts.
  public var evaluator: String? {
    switch self {
    case .failRatio(let evaluator), .labelRatio(let evaluator, _): evaluator
    default: nil
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
  /// What a detector that keeps its own account says; nil where `value` is compared with the rule.
  public var finding: Finding?

  /// The state of a detector.
  public struct Finding: Hashable, Sendable, Codable {
    /// Whether it holds that the signal has shifted.
    public var isAlarm: Bool
    /// The level that is usual, or that an objective allows.
    public var baseline: Double
    /// The level above which evidence is gathered.
    public var reference: Double
    /// One clause for people: what it rests on.
    public var evidence: String
    /// Latencies: the duration in seconds above which a call counts as slow; the levels are shares of such calls.
    public var threshold: Double?
    /// Spend: what is usual, in dollars an hour.
    public var usualRate: Double?

    public init(
      isAlarm: Bool, baseline: Double, reference: Double, evidence: String, threshold: Double? = nil,
      usualRate: Double? = nil
    ) {
      self.isAlarm = isAlarm
      self.baseline = baseline
      self.reference = reference
      self.evidence = evidence
      self.threshold = threshold
      self.usualRate = usualRate
    }
  }

  public init(
    value: Double?, lower: Double? = nil, upper: Double? = nil, samples: Int, spent: NanoDollars? = nil,
    finding: Finding? = nil
  ) {
    self.value = value
    self.lower = lower
    self.upper = upper
    self.samples = samples
    self.spent = spent
    self.finding = finding
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
