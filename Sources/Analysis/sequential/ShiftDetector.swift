package import CallModel

/// A sequential test for an upward shift of one signal, with a stated rate of false alarms.
///
/// A Shiryaev-Roberts e-detector: a sum of bets that are started all the time, mixed over a grid
/// of alternatives. New evidence is started in proportion to the *time* that has passed, as much
/// in `falseAlarmEvery` as the alarm needs (1), so the threshold needs no calibration and quiet
/// hours get a lower bar. **The guarantee:** if each event fails with probability at most `q`
/// given the past, then `ΣR + alarms − share·t/falseAlarmEvery` is a supermartingale, so the
/// expected number of alarms in any time `t` is at most `share · t / falseAlarmEvery`: for any
/// pattern of traffic and any dependence between signals. Shares of several detectors add up;
/// each may change at any time, as long as it is set before the event and the sum stays within 1.
///
/// A value of fixed size, a few nanoseconds an update. Setting the evidence to nothing at any
/// time keeps the guarantee and only costs delay.
package struct ShiftDetector: Sendable, Hashable, Codable {
  /// The evidence for each alternative; an alarm when it adds up to 1.
  private(set) var evidence = SIMD8<Double>.zero
  private var last: Nanoseconds?
  private var kept = EvidenceRun()

  /// At most this much time is counted between two events: priming for a silence that is over
  /// would let the first event after it decide alone.
  package static let longestGap = Nanoseconds.minutes(10)

  package init() {}

  /// The evidence that the signal has shifted; an alarm at 1, and never less than 0.
  package var total: Double { sum(evidence) }

  /// What came in since the evidence was last negligible.
  package var run: EvidenceRun { kept }

  /// Counts a verdict.
  ///
  /// - Parameters:
  ///   - level: fixed before the verdict was seen.
  ///   - share: this signal's part of the budget of false alarms, 0 to 1.
  ///   - falseAlarmEvery: the stated time between false alarms.
  ///   - now: when the verdict came. A clock that steps back counts as no time.
  /// - Returns: an alarm, after which the evidence is nothing again.
  package mutating func observe(
    failed: Bool, level: ReferenceLevel, share: Double, falseAlarmEvery: Nanoseconds, at now: Nanoseconds
  ) -> ShiftAlarm? {
    prime(level.omega, share: share, falseAlarmEvery: falseAlarmEvery, at: now)
    evidence *= failed ? level.ifFailed : level.ifPassed
    return conclude(level, count: 1, sum: failed ? 1 : 0, at: now)
  }

  /// Counts a unit of which a share failed, as one bet: a session, a retry chain.
  ///
  /// - Parameter mean: the share of its verdicts that failed, 0 to 1.
  package mutating func observe(
    mean: Double, level: ReferenceLevel, share: Double, falseAlarmEvery: Nanoseconds, at now: Nanoseconds
  ) -> ShiftAlarm? {
    guard mean >= 0, mean <= 1 else { return nil }
    if mean == 0 || mean == 1 {
      return observe(failed: mean == 1, level: level, share: share, falseAlarmEvery: falseAlarmEvery, at: now)
    }
    prime(level.omega, share: share, falseAlarmEvery: falseAlarmEvery, at: now)
    evidence *= level.ifFailed * mean + level.ifPassed * (1 - mean)
    return conclude(level, count: 1, sum: mean, at: now)
  }

  /// Counts a batch of verdicts that have no order among themselves, such as a replica's.
  package mutating func observe(
    failures: Int, of count: Int, level: ReferenceLevel, share: Double, falseAlarmEvery: Nanoseconds,
    at now: Nanoseconds
  ) -> ShiftAlarm? {
    guard count > 0, failures >= 0, failures <= count else { return nil }
    prime(level.omega, share: share, falseAlarmEvery: falseAlarmEvery, at: now)
    for place in evidence.indices where evidence[place] > 0 {
      let growth =
        Double(failures) * logarithm(level.ifFailed[place])
        + Double(count - failures) * logarithm(level.ifPassed[place])
      // Beyond this the alarm is certain, and the sum must stay a number.
      evidence[place] *= exponential(min(growth, 300))
    }
    return conclude(level, count: count, sum: Double(failures), at: now)
  }

  /// How high the signal seems to be: the alternatives weighted by their evidence; nil without any.
  package func estimate(_ level: ReferenceLevel) -> Double? {
    let total = total
    return total > 0 ? sum(evidence * level.p1) / total : nil
  }

  /// Forgets the evidence: the guarantee stays, a shift under way is found later.
  package mutating func reset() {
    evidence = .zero
    kept = EvidenceRun()
  }

  /// Starts new evidence for the time since the event before.
  @inline(__always)
  mutating func prime(
    _ omega: SIMD8<Double>, share: Double, falseAlarmEvery: Nanoseconds, at now: Nanoseconds
  ) {
    guard let last else {
      self.last = now
      return
    }
    let passed = now &- last
    if passed <= 0 {
      // A clock that stepped back for good must not leave the test without new evidence.
      if passed < -Self.longestGap { self.last = now }
      return
    }
    self.last = now
    let rate = share / Double(max(1, falseAlarmEvery))
    if total <= rate * 3.6e12 { kept = EvidenceRun(since: last) }
    evidence += omega * (rate * Double(min(passed, Self.longestGap)))
  }

  @inline(__always)
  private mutating func conclude(
    _ level: ReferenceLevel, count: Int, sum: Double, at now: Nanoseconds
  ) -> ShiftAlarm? {
    note(count: count, sum: sum)
    guard total >= 1 else { return nil }
    let alarm = ShiftAlarm(
      at: now, estimate: estimate(level) ?? level.q, baseline: level.pHat, reference: level.q, run: kept)
    reset()
    return alarm
  }

  @inline(__always)
  mutating func note(count: Int, sum: Double) {
    kept.count &+= count
    kept.sum += sum
  }

  /// Whether a detector that was read back can be used.
  var isSound: Bool {
    evidence.indices.allSatisfy { evidence[$0] >= 0 && evidence[$0] <= 1 } && (evidence[6], evidence[7]) == (0, 0)
      && kept.count >= 0 && kept.sum.isFinite && (last ?? 0) >= 0
  }

  /// Multiplies the evidence by what a bet won or lost.
  mutating func multiply(by factors: SIMD8<Double>) { evidence *= factors }
}

/// The sum of the first six places; the others are not used.
@inline(__always)
func sum(_ values: SIMD8<Double>) -> Double {
  let pairs = values.lowHalf.lowHalf + values.lowHalf.highHalf + values.highHalf.lowHalf
  return pairs[0] + pairs[1]
}
