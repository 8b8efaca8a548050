package import CallModel

/// A mean of non-negative values under watch: what a call costs, or the money spent in a minute
/// relative to what is usual at this hour of the day.
///
/// Only upward bets are made, of 3 to 70 % of the evidence, so the test is valid for any tail: a
/// value multiplies the evidence by `1 + f·(y − m)/m`, at least `1 − f`. `m` is the usual mean
/// times `reference`.
package struct MeanSignal: WatchedSignal, Hashable {
  package enum Kind: Sendable, Hashable, Codable {
    /// Each value is bet on; the usual mean follows with a half-life of twelve hours.
    case each
    /// Values are added up by minutes, silent ones too; what is usual is learned for each hour of
    /// the day with a half-life of five days.
    case perMinute
  }

  static let bets = SIMD8<Double>(0.03, 0.08, 0.2, 0.4, 0.7, 0, 0, 0)
  static let omega = SIMD8<Double>(0.2, 0.2, 0.2, 0.2, 0.2, 0, 0, 0)
  /// More silent minutes than this are not bet on one by one: little evidence is left anyway.
  private static let mostSilence: Int64 = 240

  private let kind: Kind
  private let falseAlarmEvery: Nanoseconds
  private let reference: Double
  private var detector = ShiftDetector()
  private var learner: MeanLearner
  private var minute: Int64?
  private var sumOfMinute = 0.0
  private var lastShare = 0.0
  private var recent = 0.0
  package private(set) var raised: RaisedAlarm?
  package private(set) var judged: UInt64 = 0

  /// - Parameter reference: how many times the usual mean is still usual: 1.05 for the cost of a
  ///   call; for spend a minute 1 + 4 × what days differ by, 1.6.
  package init(_ kind: Kind, reference: Double, falseAlarmEvery: Nanoseconds = .days(30)) {
    self.kind = kind
    self.reference = max(1, reference)
    self.falseAlarmEvery = falseAlarmEvery
    learner = MeanLearner(cells: kind == .each ? 1 : 24)
  }

  package var isReady: Bool { learner.isReady }
  package var isLearned: Bool { learner.isReady }
  package var usual: (level: Double, reference: Double) { (learner.mean, learner.mean * reference) }
  /// How many times the usual mean the signal seems to be.
  package var estimate: Double { learner.mean > 0 ? (detector.run.mean ?? learner.mean) : 0 }
  package var evidence: Double { detector.total }
  package var shift: (wanted: Double, smallest: Double) { (reference - 1, 0) }

  package mutating func observe(_ value: Double, share: Double, learns: Bool, at now: Nanoseconds) -> ShiftAlarm? {
    guard value >= 0, value.isFinite else { return nil }
    judged &+= 1
    guard kind == .perMinute else {
      learner.advance(to: now)
      let alarm = bet(value, share: share, at: now)
      if learns { learner.record(value) }
      return alarm
    }
    let alarm = endMinutes(before: now, share: share, learns: learns)
    sumOfMinute += value
    return alarm
  }

  /// Bets on the minutes that are over by now.
  private mutating func endMinutes(before now: Nanoseconds, share: Double, learns: Bool) -> ShiftAlarm? {
    let index = now / .minutes(1)
    guard let last = minute, index >= last else {
      if let minute, minute - index < 2 { return nil }
      minute = index
      sumOfMinute = 0
      return nil
    }
    guard index > last else { return nil }
    var alarm: ShiftAlarm?
    for step in max(last, index - Self.mostSilence)..<index {
      let value = step == last ? sumOfMinute : 0
      let moment = (step + 1) * .minutes(1)
      learner.advance(to: moment)
      if alarm == nil { alarm = bet(value, share: share, at: moment) }
      if learns { learner.record(value) }
    }
    minute = index
    sumOfMinute = 0
    return alarm
  }

  private mutating func bet(_ value: Double, share: Double, at now: Nanoseconds) -> ShiftAlarm? {
    let level = learner.mean * reference
    guard learner.isReady, raised == nil, level > 0 else { return nil }
    detector.prime(Self.omega, share: share, falseAlarmEvery: falseAlarmEvery, at: now)
    detector.multiply(by: 1 + Self.bets * min(value / level - 1, 1e60))
    detector.note(count: 1, sum: value)
    guard detector.total >= 1 else { return nil }
    let alarm = ShiftAlarm(
      at: now, estimate: detector.run.mean ?? value, baseline: learner.mean, reference: level, run: detector.run)
    detector.reset()
    return alarm
  }

  package mutating func raise(_ alarm: ShiftAlarm) {
    raised = RaisedAlarm(alarm, smallestShift: 0.1)
    recent = alarm.estimate
    learner.freeze()
  }

  /// A fading mean of about fifty values is below the level again: heavy tails allow no bets on
  /// falling, so this has no stated error.
  package mutating func isWell(after value: Double) -> Bool {
    guard let raised else { return false }
    recent += (value - recent) / 50
    return recent <= (raised.alarm.baseline + raised.alarm.reference) / 2
  }

  package mutating func close() {
    raised = nil
    detector.reset()
    learner.thaw()
  }

  package mutating func acceptNewLevel() {
    guard raised != nil else { return }
    close()
    learner = MeanLearner(cells: kind == .each ? 1 : 24)
  }

  package mutating func forgetEvidence() { detector.reset() }

  package mutating func adopt(_ fresh: MeanSignal) -> Bool {
    guard kind == fresh.kind, learner.isSound, detector.isSound, raised?.isSound ?? true,
      sumOfMinute >= 0, sumOfMinute.isFinite, recent.isFinite
    else { return false }
    var kept = fresh
    (kept.detector, kept.learner, kept.minute, kept.sumOfMinute) = (detector, learner, minute, sumOfMinute)
    (kept.recent, kept.raised, kept.judged) = (recent, raised, judged)
    self = kept
    return true
  }
}
