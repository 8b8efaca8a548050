package import CallModel

/// One fail ratio under watch: the test, the baseline it is relative to, and the alarm if there
/// is one. One for each scope and stratum of a rule.
package struct RatioSignal: Sendable, Hashable {
  package internal(set) var settings: ShiftSettings
  var detector = ShiftDetector()
  var learner: BaselineLearner
  /// Fixed before the verdicts that it is used for.
  package private(set) var level: ReferenceLevel
  /// The alarm that is not over yet, and the test that will close it.
  package internal(set) var raised: RaisedAlarm?
  var last: Nanoseconds = 0
  package internal(set) var judged: UInt64 = 0

  package init(_ settings: ShiftSettings) {
    self.settings = settings
    switch settings.baseline {
    case .learned(let prior):
      learner = BaselineLearner(prior: prior)
      level = ReferenceLevel(pHat: prior, margin: 1, smallestShift: settings.smallestShift)
    case .objective(let failRatio):
      learner = BaselineLearner(prior: failRatio)
      level = ReferenceLevel(objective: failRatio, smallestShift: settings.smallestShift)
    }
  }

  /// Whether enough is known to bet: against an objective always.
  package var isReady: Bool {
    if case .objective = settings.baseline { return true }
    return learner.size >= BaselineLearner.least
  }

  /// Counts a verdict (0 or 1) or the mean of a session.
  ///
  /// - Parameter learns: false while a throttle changes who is admitted.
  /// - Returns: an alarm. The learner goes on until `raise` is called.
  package mutating func observe(
    _ failed: Double, share: Double, learns: Bool, at now: Nanoseconds
  ) -> ShiftAlarm? {
    guard failed >= 0, failed <= 1 else { return nil }
    refresh(at: now)
    last = max(last, now)
    judged &+= 1
    var alarm: ShiftAlarm?
    // An alarm that is not over is not raised again: its evidence is the closing test's.
    if raised == nil, isReady {
      alarm = detector.observe(
        mean: failed, level: level, share: share, falseAlarmEvery: settings.falseAlarmEvery, at: now)
    }
    if learns { learner.record(failed) }
    return alarm
  }

  /// Makes the level anew if another hour has begun.
  package mutating func refresh(at now: Nanoseconds) {
    if learner.advance(to: now) { makeLevel() }
  }

  mutating func makeLevel() {
    switch settings.baseline {
    case .objective(let failRatio):
      level = ReferenceLevel(objective: failRatio, smallestShift: settings.smallestShift)
    case .learned:
      level = ReferenceLevel(
        pHat: learner.pHat, margin: learner.margin(smallestShift: settings.smallestShift),
        smallestShift: settings.smallestShift)
    }
  }

  /// How high the ratio seems to be; the usual level without evidence.
  package var estimate: Double { detector.estimate(level) ?? level.pHat }

  /// How much evidence there is, where 1 is an alarm.
  package var evidence: Double { detector.total }

  /// Keeps an alarm until it is closed, and stops learning meanwhile.
  package mutating func raise(_ alarm: ShiftAlarm) {
    raised = RaisedAlarm(alarm, smallestShift: settings.smallestShift)
    learner.freeze()
  }

  /// Counts a verdict for the test that closes the alarm; true when it has found the signal well.
  package mutating func isWell(after failed: Double) -> Bool { raised?.isOver(after: failed) ?? false }

  /// Ends the alarm and learns on.
  package mutating func close() {
    raised = nil
    detector.reset()
    learner.thaw()
  }

  /// Ends the alarm and takes what was seen since as usual.
  package mutating func acceptNewLevel() {
    guard let raised else { return }
    close()
    guard case .learned = settings.baseline else { return }
    learner.rebase(to: raised.mean ?? raised.alarm.estimate, count: raised.count)
    makeLevel()
  }

  /// Forgets the evidence, not the baseline: what comes is another population than what came.
  package mutating func forgetEvidence() { detector.reset() }
}
