package import CallModel

/// The control loop of one throttle: it cuts the admitted share when an alert fires, judges the
/// calls that still come through, and gives the share back step by step.
///
/// ```
/// open ─ fires ─▶ throttled ─ probes healthy ─▶ raise ─ share 1 ─▶ open
///                    └─ probes bad ─▶ cut (at the floor: hold) ─┘
/// ```
///
/// - A **cut** is sized by how bad it is: for quality towards `(worst − p) / (worst − limit)`,
///   by at most three quarters a step; for latency and errors by `1 − p`, by at most nine tenths;
///   for spend to `limit / rate`.
/// - A **probe** is a call that began after the last step. A `SequentialTest` on probes decides
///   between healthy and bad; nothing else releases, not even the alert's end. Where errors take
///   longer than a dwell (timeouts), see `hearError`.
/// - **Spend** has no good and bad calls: a `SpendProjection` says what all calls would cost.
/// - An alert from **outside** is followed, not tested: see `followOutside`.
/// - Between two steps a **dwell** passes, but three errors that prove it bad cut at once. A throttle on quality that fires soon after its
///   release doubles its dwell and asks for more evidence (at most twice; at once
///   so if it fires within ten minutes).
/// - The **floor** is the policy's, or three probes a minute (for errors, which show themselves at
///   once and cost a retry each, 1 % or six) if that is more, except for alerts from outside;
///   never 0: with no call admitted nothing could show that it is over.
/// - With `prefer: availability` the floor is 10 %, less evidence raises the share, and a throttle
///   that flaps is not damped.
/// - A cut on quality waits at one half until golden questions have shown that the evaluator can
///   be believed, see `EvaluatorTrust`; where there are none it does not wait.
///
/// A false full release while the provider is still bad needs some five wrong conclusions in a
/// row, about 1/10 · (1/3)⁴ ≈ 1/800, and the next bad verdicts cut again.
package struct ThrottleController: Sendable, Codable {
  package let cause: ThrottleCause
  private var policyFloor: Double
  private var leastDwell: Nanoseconds

  /// The share of calls that is admitted: above 0, at most 1.
  package internal(set) var share = 1.0
  /// The share before the last step.
  package private(set) var shareBefore = 1.0
  /// Whether it is closed to any degree; an open one is only remembered.
  package internal(set) var isThrottled = false
  /// When it came into its state.
  package internal(set) var since: Nanoseconds
  package private(set) var steppedAt: Nanoseconds
  /// How many times it fired again soon after its release: 0 to 2.
  package internal(set) var flaps = 0
  package private(set) var test: SequentialTest
  var rate: ArrivalRate
  var cohorts: ProbeCohorts

  /// How bad it is (p_est): what the alert said, then corrected by probes.
  var estimate = 0.0
  /// The healthy level (p̂), and the level that should not be exceeded.
  private var healthy = 0.0
  private(set) var limit = 0.0
  /// Whether the next raise is the first since a cut, which needs more evidence.
  private var isFirst = true
  /// Latency: up to here the share doubles, beyond it grows evenly (as TCP's slow start does).
  var evenFrom = 1.0
  var hasBeenReleased = false
  /// Spend only. Optional, as are the next: older snapshots have none of them.
  var projection: SpendProjection?
  /// Errors only: about how long one takes.
  var errorLength: Nanoseconds?
  /// External only: whether the alert still fires outside.
  var isFiringOutside: Bool?
  /// Whether the share has been raised since the last cut.
  var hasRaised: Bool?
  /// Quality only: a cut that waits for golden questions.
  var heldBack: HeldBack?
  /// Whether it prefers quality or availability; nil is quality.
  var prefer: ThrottlePolicy.Preference?

  struct HeldBack: Sendable, Codable {
    var share: Double
    var until: Nanoseconds
  }

  /// - Parameters:
  ///   - patience: how old a call must be to count as a probe: for latency a time in which nearly
  ///     every call is back, see `ProbeCohorts`; else 0.
  ///   - arrivalsPerSecond: how many calls come, as far as is known.
  package init(
    cause: ThrottleCause, policy: ThrottlePolicy, patience: Nanoseconds = 0, arrivalsPerSecond: Double = 0,
    at now: Nanoseconds
  ) {
    self.cause = cause
    policyFloor = policy.floor ?? Self.usualFloor(of: cause, policy.prefer)
    leastDwell = policy.stepAtLeast
    prefer = policy.prefer
    since = now
    steppedAt = now
    rate = ArrivalRate(initial: arrivalsPerSecond, at: now)
    cohorts = ProbeCohorts(patience: patience)
    test = SequentialTest(healthy: 0, estimate: 0, goodEvidence: 10, badEvidence: 10)
  }

  /// Takes up a changed policy; the share follows with the next step.
  package mutating func adopt(_ policy: ThrottlePolicy, patience: Nanoseconds = 0) {
    policyFloor = policy.floor ?? Self.usualFloor(of: cause, policy.prefer)
    leastDwell = policy.stepAtLeast
    prefer = policy.prefer
    // For errors it is not stated but learned.
    if cause != .errors, patience != cohorts.patience { cohorts = ProbeCohorts(patience: patience) }
  }

  /// The least time from one step to the next.
  package var dwell: Nanoseconds {
    let least = max(0, min(leastDwell, .hours(24)))
    return cause == .quality ? least << Int64(flaps) : least
  }

  /// What the dwell still lacks.
  package func dwellLeft(at now: Nanoseconds) -> Nanoseconds { max(0, dwell - (now - steppedAt)) }

  /// The share below which no cut goes.
  package func floor(at now: Nanoseconds) -> Double {
    let probes =
      cause == .errors ? ThrottleConstants.errorProbesPerMinute : ThrottleConstants.probesPerMinute
    let forProbes = cause == .external ? 0 : probes / max(rate.perMinute(at: now), 0.001)
    let floor = max(policyFloor, min(forProbes, ThrottleConstants.highestFloor))
    return clamp(floor, ThrottleConstants.lowestFloor, 1)
  }

  /// The alert fired.
  ///
  /// - Parameters:
  ///   - estimate: how many calls go wrong, 0 to 1.
  ///   - healthy: how many do when all is well.
  ///   - limit: how many are tolerated.
  ///   - spend: for spend, the limit in dollars an hour and what a call costs on average.
  ///   - evidence: what the alert rests on, as a clause without a full stop.
  package mutating func fire(
    estimate: Double, healthy: Double, limit: Double, spend: (limit: Double, usualCost: Double)? = nil,
    evidence: String, at now: Nanoseconds
  ) -> ThrottleStep {
    if cause == .external { isFiringOutside = true }
    if let spend, cause == .spend, projection?.limit != spend.limit || !isThrottled {
      projection = SpendProjection(limit: spend.limit, usualCost: spend.usualCost, at: now)
    }
    if isThrottled {
      if cause == .external { return step(.hold, from: share, "\(evidence) again") }
      if cause == .spend { return step(.hold, from: share, "\(evidence), but what calls cost decides while throttled") }
      return step(.hold, from: share, "\(evidence), but only probes decide while throttled: \(tally)")
    }
    countFlap(at: now)
    self.estimate = clamp(estimate, 0, 1)
    self.healthy = clamp(healthy, 0, 1)
    self.limit = clamp(limit, 0, 1)
    isThrottled = true
    since = now
    let from = share
    share = cutShare(at: now)
    evenFrom = from / 2
    hasRaised = false
    begin(at: now, first: true, from: from)
    return step(.cut, from: from, evidence)
  }

  /// A call came through while this share of them was admitted.
  package mutating func arrive(admittedShare: Double, at now: Nanoseconds) {
    rate.record(admittedShare: admittedShare, at: now)
  }

  /// A call that came through was judged.
  ///
  /// - Parameters:
  ///   - failed: whether the answer was bad, or the call slow.
  ///   - weight: the inverse of the probability that it was judged; probes with patience weigh 1.
  ///   - start: when the call began; a call that began before the last step is no probe of it.
  package mutating func probe(
    failed: Bool, weight: Double = 1, startedAt start: Nanoseconds, at now: Nanoseconds
  ) -> ThrottleStep? {
    guard isThrottled, start >= (outlastsDwell ? since - cohorts.patience : steppedAt) else { return nil }
    if cohorts.patience > 0 {
      cohorts.add(failed: failed, startedAt: start)
    } else {
      test.record(failed: failed, weight: weight)
    }
    return conclude(at: now)
  }

  /// Time passed: a dwell may be over, or the floor may have risen.
  package mutating func tick(at now: Nanoseconds) -> ThrottleStep? {
    guard isThrottled else { return nil }
    if cause == .external { return followOutside(at: now) }
    if let step = cause == .spend ? settleSpend(at: now) : conclude(at: now) { return step }
    let floor = floor(at: now)
    guard now - steppedAt >= dwell, floor >= 2 * share else { return nil }
    let from = share
    share = floor
    shareBefore = from
    steppedAt = now
    projection?.begin(at: now)
    let arrivals = decimal(rate.perMinute(at: now), places: 1)
    return step(.raise, from: from, "only \(arrivals) calls a minute arrive: a smaller share brings too few probes")
  }

  private mutating func conclude(at now: Nanoseconds) -> ThrottleStep? {
    let grown = cohorts.mature(at: now)
    test.record(passes: grown.passes, failures: grown.failures)
    if let held = heldBack {
      guard now >= held.until else { return nil }
      return believe("no answer to the challenge in time", at: now)
    }
    guard now - steppedAt >= dwell || isOverrun else { return nil }
    let from = share
    let evidence = tally
    switch test.conclusion {
    case .undecided: return nil
    case .good:
      share = raisedShare
      if share >= 0.999 {
        share = 1
        isThrottled = false
        hasBeenReleased = true
        since = now
        begin(at: now, first: true, from: from)
        return step(.release, from: from, evidence)
      }
      hasRaised = true
      begin(at: now, first: false, from: from)
      return step(.raise, from: from, evidence)
    case .bad:
      estimate = (estimate + (test.mean ?? estimate)) / 2
      share = min(from, cutShare(at: now))
      // A cut after a cut is the same trouble, as a packet lost twice is for TCP (RFC 5681, section 3.1).
      if share < from, hasRaised ?? true { evenFrom = from / 2 }
      hasRaised = false
      begin(at: now, first: true, from: from)
      return share < from ? step(.cut, from: from, evidence) : step(.hold, from: from, "at the floor; \(evidence)")
    }
  }

  /// Whether errors pour in: each costs a caller a retry, and at a rate limit they come with every
  /// raise that went too far.
  private var isOverrun: Bool {
    cause == .errors && test.conclusion == .bad && test.failures >= ThrottleConstants.errorsToCutAtOnce
      && share > policyFloor && !outlastsDwell
  }

  /// Makes a step that no test decided.
  mutating func step(
    _ kind: ThrottleStep.Kind, to wanted: Double, _ evidence: String, at now: Nanoseconds
  ) -> ThrottleStep {
    let from = share
    share = wanted
    if kind == .release {
      isThrottled = false
      hasBeenReleased = true
      since = now
    }
    begin(at: now, first: true, from: from)
    return step(kind, from: from, evidence)
  }

  private mutating func begin(at now: Nanoseconds, first: Bool, from: Double) {
    if !outlastsDwell { cohorts.removeAll() }
    shareBefore = from
    steppedAt = now
    projection?.begin(at: now)
    isFirst = first
    let evidence = evidence(first: first)
    test = SequentialTest(
      healthy: healthy, estimate: estimate, goodEvidence: power(evidence, Double(1 + flaps)),
      badEvidence: ThrottleConstants.badEvidence)
  }

  private func step(_ kind: ThrottleStep.Kind, from: Double, _ evidence: String) -> ThrottleStep {
    ThrottleStep(kind: kind, from: from, to: share, evidence: evidence)
  }

  /// What the test has seen, as a clause.
  private var tally: String {
    let side = test.logRatio < 0 ? "bad" : "healthy"
    return """
      \(test.failures) of \(test.probes) calls since the last step \(cause.failing), which is \
      \(decimal(exponential(test.logRatio.magnitude), places: 1)) times likelier if \(side) \
      (healthy \(percent(test.healthy)), bad \(percent(test.bad)))
      """
  }
}
