/// A rule over a signal, as a configuration states it under `alerts:`.
public struct AlertRule: Hashable, Sendable {
  public var name: String
  public var signal: Signal
  /// A share for ratios, seconds for latencies, dollars an hour for spend, 0 for alerts from
  /// outside: the alert's condition is value > above.
  public var above: Double
  public var window: Nanoseconds
  public var minSamples: Int
  /// How long the condition must hold before the alert fires (`for`).
  public var holdFor: Nanoseconds
  /// One alert for each combination of these dimensions' values.
  public var by: [Dimension]
  /// Which calls the rule looks at.
  public var on: Scope
  public var throttle: ThrottlePolicy?
  public var mode: Enforcement
  /// The exporters that are told of every change (`notify`).
  public var notify: [String]
  /// Spend only: what `above` says, exactly; this and not `above` is compared.
  public var spendLimit: SpendRate?
  /// External only: an alert that is not repeated for this long counts as resolved.
  public var resolveAfter: Nanoseconds
  /// How the signal is judged.
  public var condition: AlertCondition

  public init(
    name: String, signal: Signal, above: Double, window: Nanoseconds, minSamples: Int, holdFor: Nanoseconds,
    by: [Dimension], on: Scope = .everything, throttle: ThrottlePolicy? = nil, mode: Enforcement = .shadow,
    notify: [String] = [], spendLimit: SpendRate? = nil,
    resolveAfter: Nanoseconds = AlertRule.twiceAlertmanagersRepeat, condition: AlertCondition = .window
  ) {
    self.name = name
    self.signal = signal
    self.above = above
    self.window = window
    self.minSamples = minSamples
    self.holdFor = holdFor
    self.by = by
    self.on = on
    self.throttle = throttle
    self.mode = mode
    self.notify = notify
    self.spendLimit = spendLimit
    self.resolveAfter = resolveAfter
    self.condition = condition
  }

  /// How much of the past its value rests on.
  public var memory: Nanoseconds {
    if case .burnRate = condition { return .days(3) }
    return window
  }

  /// Alertmanager repeats a firing alert every `repeat_interval`, by default 4 hours: one repeat
  /// may be lost.
  public static let twiceAlertmanagersRepeat = Nanoseconds.hours(8)
}

/// How a throttle moves, as a configuration states it under `then: { throttle: … }`.
public struct ThrottlePolicy: Hashable, Sendable {
  /// What matters more where one must give way.
  public enum Preference: String, Hashable, Sendable, Codable, CaseIterable {
    /// Bad answers are kept away until there is good evidence that they are over.
    case quality
    /// As many calls as can be are let through: earlier raises, a higher floor, no damping.
    case availability
  }

  /// To what a throttle on spend holds its scope.
  public enum Cap: String, Hashable, Sendable, Codable, CaseIterable {
    /// To the limit that the rule states.
    case limit
    /// To what the scope usually spends, which the detector states with its alarm.
    case usualRate = "usual_rate"
  }

  /// The admitted share never falls below this; nil by cause: 5 %, for errors 1 %, and 10 % where
  /// availability is preferred.
  public var floor: Double?
  /// The least time between two steps.
  public var stepAtLeast: Nanoseconds
  public var prefer: Preference
  public var cap: Cap
  /// The model that calls are sent to in place of being refused.
  public var degrade: String?
  /// Whether callers who ask for more than their part are refused first.
  public var fair: Bool

  public init(
    floor: Double? = nil, stepAtLeast: Nanoseconds = .seconds(15), prefer: Preference = .quality, cap: Cap = .limit,
    degrade: String? = nil, fair: Bool = false
  ) {
    self.floor = floor
    self.stepAtLeast = stepAtLeast
    self.prefer = prefer
    self.cap = cap
    self.degrade = degrade
    self.fair = fair
  }
}

/// Which calls are judged, as a configuration states it under `sampling:`.
public struct SamplingPolicy: Hashable, Sendable {
  /// The share judged by evaluators that state none of their own.
  public var rate: Double
  /// The strata that are judged whatever the rate.
  public var always: Set<Sample.Stratum>

  public init(rate: Double = 0.1, always: Set<Sample.Stratum> = [.error, .slow, .dear, .newModel]) {
    self.rate = rate
    self.always = always
  }
}
