internal import CallModel

extension AlertRule {
  /// What a value means for an alert.
  enum Assessment {
    case above, clear
    /// It rests on too little to say.
    case unknown
  }

  /// Judges a value of this rule's signal.
  ///
  /// Ratios and quantiles say nothing on fewer samples than the minimum. Spend is different: it
  /// is all counted and nothing estimated, so little of it is little, and none is none. So are
  /// alerts from outside, of which the value is the number that fire. A detector that keeps its own
  /// account has said all there is to say.
  func assess(_ value: SignalValue) -> Assessment {
    if let finding = value.finding { return finding.isAlarm ? .above : .clear }
    let enough = value.samples >= minSamples
    switch signal {
    case .spendRate:
      guard let spendLimit, let spent = value.spent else { return .unknown }
      guard spendLimit.isExceeded(by: spent, in: window) else { return .clear }
      return enough ? .above : .unknown
    case .external:
      return value.samples > 0 ? .above : .clear
    case .spendAnomaly:
      // Only its detector can say.
      return .unknown
    default:
      guard enough, let value = value.value else { return .unknown }
      return value > above ? .above : .clear
    }
  }

  /// How long a firing alert's value must not be above before it resolves: `for`, or a tenth of
  /// the window if that is longer. What fires outside ends when it ends there, and what a detector
  /// found when that detector says so.
  var quiet: Nanoseconds {
    if signal == .external || signal == .spendAnomaly { return 0 }
    if case .sequential = condition { return 0 }
    return max(holdFor, window / 10)
  }
}
