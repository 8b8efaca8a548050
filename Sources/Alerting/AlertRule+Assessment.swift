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
  /// alerts from outside, of which the value is the number that fire.
  func assess(_ value: SignalValue) -> Assessment {
    let enough = value.samples >= minSamples
    switch signal {
    case .failRatio, .latency, .errorRatio:
      guard enough, let value = value.value else { return .unknown }
      return value > above ? .above : .clear
    case .spendRate:
      guard let spendLimit, let spent = value.spent else { return .unknown }
      guard spendLimit.isExceeded(by: spent, in: window) else { return .clear }
      return enough ? .above : .unknown
    case .external:
      return value.samples > 0 ? .above : .clear
    }
  }

  /// How long a firing alert's value must not be above before it resolves: `for`, or a tenth of
  /// the window if that is longer. What fires outside ends when it ends there.
  var quiet: Nanoseconds { signal == .external ? 0 : max(holdFor, window / 10) }
}
