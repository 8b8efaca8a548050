/// An alarm that has not ended yet, with the test that ends it: a sequential probability ratio
/// test (Wald, Annals of Mathematical Statistics 16, 1945) of the usual ratio against a bad one.
///
/// The bad one lies halfway to what was found, so a severe shift is told from health by few
/// verdicts. It takes evidence of 20 to 1 to end an alarm. Evidence for the bad level is counted up
/// to 10 to 1, so that health is seen soon after a long time of badness; there the bad level is set
/// anew by all that was seen since the alarm (the mean of a test that ended badly would be too high,
/// and a bad level that creeps up is soon taken for health).
package struct RaisedAlarm: Sendable, Hashable, Codable {
  package let alarm: ShiftAlarm
  /// How many verdicts came since, and their mean.
  package private(set) var count = 0
  private var sum = 0.0
  private let smallestShift: Double
  private var estimate: Double
  private var logRatio = 0.0

  static let goodEvidence = 20.0
  static let badEvidence = 10.0
  /// The mean of fewer verdicts than this sets no level.
  static let enough = 30

  init(_ alarm: ShiftAlarm, smallestShift: Double) {
    self.alarm = alarm
    self.smallestShift = smallestShift
    estimate = alarm.estimate
  }

  /// The mean since the alarm; nil before the first verdict.
  package var mean: Double? { count > 0 ? sum / Double(count) : nil }

  /// What counts as bad still.
  var bad: Double {
    let usual = alarm.baseline
    return min(max(0.9, (1 + usual) / 2), usual + max(smallestShift, (estimate - usual) / 2))
  }

  /// Whether one that was read back can be used.
  var isSound: Bool {
    count >= 0 && sum >= 0 && estimate.isFinite && logRatio.isFinite
      && alarm.baseline > 0 && smallestShift > 0
  }

  mutating func isOver(after failed: Double) -> Bool {
    guard failed >= 0, failed <= 1 else { return false }
    count &+= 1
    sum += failed
    let usual = alarm.baseline
    let bad = bad
    logRatio += failed * logarithm(usual / bad) + (1 - failed) * logarithm((1 - usual) / (1 - bad))
    if logRatio >= logarithm(Self.goodEvidence) { return true }
    if logRatio <= -logarithm(Self.badEvidence) {
      logRatio = -logarithm(Self.badEvidence)
      if count >= Self.enough { estimate = sum / Double(count) }
    }
    return false
  }
}
