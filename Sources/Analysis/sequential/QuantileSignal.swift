package import CallModel

/// A latency under watch: how often it exceeds its usual median, 90 % and 99 % quantiles.
///
/// Three tests of exceedances with a third of the budget each; the alarm is given when their
/// evidence adds up to 1. Together they find a shift of everything, of the tail and of the median.
/// The usual quantiles come from a histogram with a half-life of a day; the bounds are made anew
/// every six hours.
package struct QuantileSignal: WatchedSignal, Hashable {
  struct Channel: Sendable, Hashable, Codable {
    var detector = ShiftDetector()
    /// In seconds; a value above or at it exceeds.
    var bound = Double.greatestFiniteMagnitude
    /// The usual share above it.
    var pHat: Double
  }

  static let quantiles = [0.5, 0.9, 0.99]
  static let refreshedEvery: Int64 = 6
  /// 0.5^(1/24)
  static let fading = 0.971_531_941_153_605_9
  static let enough = 2_000.0
  /// A change of the odds smaller than this is no change.
  private static let smallestShift = 0.15

  private let falseAlarmEvery: Nanoseconds
  private var histogram = ValueHistogram()
  private(set) var channels = quantiles.map { Channel(pHat: 1 - $0) }
  private var levels = quantiles.map { ReferenceLevel(exceedance: 1 - $0) }
  private var hour: Int64?
  private var refreshed: Int64?
  private var frozen = false
  /// The channel that has the most evidence, or had it at the alarm.
  private var leading = 0
  package private(set) var raised: RaisedAlarm?
  package private(set) var judged: UInt64 = 0

  package init(falseAlarmEvery: Nanoseconds = .days(30)) { self.falseAlarmEvery = falseAlarmEvery }

  package var isReady: Bool { refreshed != nil }
  package var isLearned: Bool { isReady }
  /// Of the channel that leads: the usual share of calls above its bound.
  package var usual: (level: Double, reference: Double) { (levels[leading].pHat, levels[leading].q) }
  package var estimate: Double { channels[leading].detector.estimate(levels[leading]) ?? levels[leading].pHat }
  package var evidence: Double { channels.reduce(0) { $0 + $1.detector.total } }
  package var shift: (wanted: Double, smallest: Double) { (1, 0) }
  /// The bound of the channel that leads, in seconds; nil before it is known.
  package var bound: Double? { isReady ? channels[leading].bound : nil }

  package mutating func observe(
    _ seconds: Double, share: Double, learns: Bool, at now: Nanoseconds
  ) -> ShiftAlarm? {
    guard seconds >= 0, seconds.isFinite else { return nil }
    advance(to: now)
    judged &+= 1
    var alarm: ShiftAlarm?
    if isReady, raised == nil { alarm = bet(seconds, share: share / 3, at: now) }
    if learns, !frozen { histogram.record(seconds) }
    return alarm
  }

  private mutating func bet(_ seconds: Double, share: Double, at now: Nanoseconds) -> ShiftAlarm? {
    var total = 0.0
    for place in channels.indices {
      let exceeds = seconds >= channels[place].bound
      channels[place].detector.prime(
        levels[place].omega, share: share, falseAlarmEvery: falseAlarmEvery, at: now)
      channels[place].detector.multiply(by: exceeds ? levels[place].ifFailed : levels[place].ifPassed)
      channels[place].detector.note(count: 1, sum: exceeds ? 1 : 0)
      total += channels[place].detector.total
    }
    guard total >= 1 else { return nil }
    leading = channels.indices.max { channels[$0].detector.total < channels[$1].detector.total } ?? 0
    let level = levels[leading]
    let alarm = ShiftAlarm(
      at: now, estimate: channels[leading].detector.estimate(level) ?? level.q, baseline: level.pHat,
      reference: level.q, run: channels[leading].detector.run)
    forgetEvidence()
    return alarm
  }

  package mutating func raise(_ alarm: ShiftAlarm) {
    raised = RaisedAlarm(alarm, smallestShift: Self.smallestShift * alarm.baseline * (1 - alarm.baseline))
    frozen = true
  }

  package mutating func isWell(after seconds: Double) -> Bool {
    raised?.isOver(after: seconds >= channels[leading].bound ? 1 : 0) ?? false
  }

  package mutating func close() {
    raised = nil
    frozen = false
    forgetEvidence()
  }

  /// Forgets what was usual: a new level is learned from nothing.
  package mutating func acceptNewLevel() {
    guard raised != nil else { return }
    close()
    histogram = ValueHistogram()
    refreshed = nil
  }

  package mutating func forgetEvidence() {
    for place in channels.indices { channels[place].detector.reset() }
  }

  private mutating func advance(to now: Nanoseconds) {
    let index = hourIndex(of: now)
    if let hour, index <= hour, hour - index < 2 { return }
    let passed = max(0, index - (hour ?? index))
    hour = index
    guard !frozen else { return }
    for _ in 0..<min(passed, 240) { histogram.fade(by: Self.fading) }
    if let refreshed, abs(index - refreshed) < Self.refreshedEvery { return }
    guard histogram.total >= Self.enough else { return }
    refreshed = index
    for (place, quantile) in Self.quantiles.enumerated() {
      guard let bound = histogram.bound(at: quantile) else { continue }
      channels[place].bound = bound.value
      channels[place].pHat = bound.share
      levels[place] = ReferenceLevel(exceedance: bound.share)
    }
  }

  package mutating func adopt(_ fresh: QuantileSignal) -> Bool {
    guard histogram.isSound, channels.count == 3, channels.indices.contains(leading),
      channels.allSatisfy({ $0.detector.isSound && $0.bound > 0 && $0.pHat > 0 && $0.pHat < 1 }),
      raised?.isSound ?? true
    else { return false }
    var kept = fresh
    (kept.histogram, kept.channels, kept.hour, kept.refreshed) = (histogram, channels, hour, refreshed)
    (kept.frozen, kept.leading, kept.raised, kept.judged) = (frozen, leading, raised, judged)
    kept.levels = channels.map { ReferenceLevel(exceedance: $0.pHat) }
    self = kept
    return true
  }
}

extension QuantileSignal {
  private enum CodingKeys: CodingKey {
    case falseAlarmEvery, histogram, channels, hour, refreshed, frozen, leading, raised, judged
  }
}
