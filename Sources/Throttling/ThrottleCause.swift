package import CallModel

/// What a throttle acts on, and with it how it steps.
package enum ThrottleCause: String, Hashable, Sendable, Codable, CaseIterable {
  /// Answers are bad: a probe is a verdict.
  case quality
  /// Answers are slow: a probe is a call's duration.
  case latency
  /// Calls end in errors: a probe is how a call ended.
  case errors
  /// Calls cost too much: what the admitted ones cost says what all of them would.
  case spend
  /// Something outside says so, and says when it is over.
  case external

  package init(of signal: Signal) {
    switch signal {
    case .failRatio, .labelRatio: self = .quality
    case .latency, .timeToFirstToken: self = .latency
    case .errorRatio, .truncationRatio, .refusalRatio: self = .errors
    case .spendRate, .costPerCall, .tokensPerCall, .spendAnomaly: self = .spend
    case .external: self = .external
    }
  }

  /// The word for a probe that went wrong, in sentences for people.
  var failing: String {
    switch self {
    case .quality: "failed"
    case .latency: "were slow"
    case .errors: "ended in errors"
    case .spend: "cost too much"
    case .external: "were affected"
    }
  }
}

/// The constants of the controller, chosen together by simulation; `WorldTests` holds them to
/// what they achieve in a world of callers who retry and an evaluator that errs.
enum ThrottleConstants {
  /// The shift worth throttling for (δ): larger than one worth an alert.
  static let shift = 0.05
  /// A fail ratio at which as little as possible is admitted (p_max).
  static let worst = 0.30
  /// No cut takes more than three quarters of what was admitted, nor less than a twentieth.
  static let deepestCut = 0.25
  static let lightestCut = 0.95
  /// How many times likelier "healthy" must be than "bad" before the first raise after a cut,
  /// before each further one, and the other way round before a further cut.
  static let firstEvidence = 10.0
  static let nextEvidence = 3.0
  static let badEvidence = 10.0
  static let firstEvidenceForAvailability = 5.0
  static let nextEvidenceForAvailability = 2.0
  /// A throttle that fires again this soon after its release was released too early, …
  static let flapsWithin = Nanoseconds.minutes(30)
  static let flapsAtOnceWithin = Nanoseconds.minutes(10)
  /// … and after this long it is forgiven.
  static let forgivenAfter = Nanoseconds.minutes(60)
  static let mostFlaps = 2
  /// By how much a share on latency or errors grows where it no longer doubles.
  static let evenStep = 0.05
  /// So many errors since a step are no accident: the next cut does not wait for a dwell.
  static let errorsToCutAtOnce = 3
  /// The least stream of probes, without which a throttle could not be released in reasonable time.
  static let probesPerMinute = 3.0
  static let errorProbesPerMinute = 6.0
  /// However little traffic there is, a throttle turns at least half of it away.
  static let highestFloor = 0.5
  static let lowestFloor = 0.005
}
