internal import CallModel
internal import PluginKit

/// The conditions of alerts that keep an account of their own, in place of a value above a limit.
extension Settings {
  private enum Baseline: String, CaseIterable {
    case learned, objective
  }

  /// `baseline: learned`, or `baseline: objective` with `objective: 95%`.
  mutating func sequential(_ written: WrittenCondition) -> WrittenCondition? {
    var condition = written
    var policy = SequentialPolicy()
    let isRatio = written.signal.isRatio
    for key in ["above", "min_samples"] where has(key) {
      _ = raw(key)
      report("does not go with baseline: the test says itself when it has seen enough", at: key)
    }
    switch choice("baseline", default: Baseline.learned) {
    case .learned:
      if has("objective") {
        _ = raw("objective")
        report("goes with baseline: objective", at: "objective")
      }
    case .objective:
      guard isRatio else {
        _ = raw("objective")
        report("\(written.signal.name) has no share of good calls; write baseline: learned", at: "baseline")
        return nil
      }
      guard requires("objective"), let objective = objective() else { return nil }
      policy.baseline = .objective(objective)
    }
    policy.smallestShift = isRatio ? shiftOfShare() : shiftOfTimes()
    policy.falseAlarmEvery = duration(
      "false_alarm_every", default: policy.falseAlarmEvery, in: .hours(1)...(.days(3_650)), "1h and 3650d")
    condition.condition = .sequential(policy)
    return condition
  }

  /// `objective: 99%` alone: the error budget that it leaves, burnt too fast.
  mutating func burnRate(_ written: WrittenCondition) -> WrittenCondition? {
    var condition = written
    if has("above") {
      _ = raw("above")
      report("does not go with objective: what is too much follows from it", at: "above")
    }
    guard written.signal.isRatio else {
      _ = raw("objective")
      report("\(written.signal.name) has no share of good calls; an objective goes with ratios", at: "objective")
      return nil
    }
    guard let objective = objective() else { return nil }
    condition.condition = .burnRate(objective: objective)
    condition.above = 1
    condition.window = .hours(1)
    return condition
  }

  /// Spend that leaves the range that its scope covers by habit.
  mutating func spendAnomaly() -> WrittenCondition {
    var condition = WrittenCondition()
    condition.signal = .spendAnomaly
    condition.window = .hours(1)
    var policy = SequentialPolicy(falseAlarmEvery: .days(28))
    policy.falseAlarmEvery = duration(
      "false_alarm_every", default: policy.falseAlarmEvery, in: .days(1)...(.days(3_650)), "1d and 3650d")
    condition.condition = .sequential(policy)
    return condition
  }

  private mutating func objective() -> Double? {
    guard let objective = share("objective") else { return nil }
    if objective > 0.999_99 || objective < 0.5 {
      report("must lie between 50% and 99.999%: the share of calls that should be good", at: "objective")
      return nil
    }
    return objective
  }

  private mutating func shiftOfShare() -> Double {
    let shift = share("smallest_shift") ?? SequentialPolicy().smallestShift
    if !(0.001...0.5).contains(shift) {
      report("must lie between 0.1% and 50%, in percentage points", at: "smallest_shift")
    }
    return shift
  }

  /// `x2`: twice the usual.
  private mutating func shiftOfTimes() -> Double {
    guard let written = text("smallest_shift") else { return 2 }
    if written.first == "x", let factor = Double(written.dropFirst()), (1.05...100).contains(factor) { return factor }
    report("'\(written)' is no multiple of the usual; write x2, from x1.05 to x100", at: "smallest_shift")
    return 2
  }
}

extension Signal {
  /// Whether it is a share of calls, good or bad.
  var isRatio: Bool {
    switch self {
    case .failRatio, .labelRatio, .errorRatio, .truncationRatio, .refusalRatio: true
    default: false
    }
  }
}
