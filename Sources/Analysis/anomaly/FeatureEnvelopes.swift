/// The detector under all others: seven features of a series, each in an envelope of its own.
///
/// Row by row: first each feature is scored against the range that it covered lately, then it is
/// stored. Nothing is looked ahead to, and no constant depends on the series.
package struct FeatureEnvelopes: Sendable {
  /// The settings in which series of different kinds differ.
  package struct Settings: Hashable, Sendable, Codable {
    /// Whether to look at rises alone. A spread then counts only while the number is above its
    /// recent mean, and a fall is no jump.
    package var isUpwardOnly = false
    package var hasHabits = true
    package var hasShortTerm = true
    /// Rows in the first blocks.
    package var firstBlock = 32
    /// Rows in a full block.
    package var longestBlock = 128
    /// How many rows an envelope must hold before it judges.
    package var armedAfter = 64
    /// The least range of each feature, as a share of the range of the number itself.
    package var floorShare = 0.0
    /// The least range of each feature.
    package var floor = 0.0

    package init() {}
  }

  package let settings: Settings
  var features: SeriesFeatures
  var envelopes: [RecordEnvelope]

  package init(_ settings: Settings = Settings()) {
    self.settings = settings
    features = SeriesFeatures(hasHabits: settings.hasHabits, countsFalls: !settings.isUpwardOnly)
    envelopes = SeriesFeature.allCases.map { _ in
      RecordEnvelope(first: settings.firstBlock, longest: settings.longestBlock)
    }
  }

  /// Judges a row, then learns it; nil while nothing can be judged.
  ///
  /// - Parameters:
  ///   - number: finite; cut at ±10³⁰.
  ///   - time: seconds since 1970; only its hour is looked at.
  package mutating func next(_ number: Double, at time: Int64) -> Surprise? {
    let row = features.next(number, at: time)
    let least = leastRange()
    var greatest: Surprise?
    for feature in SeriesFeature.allCases where isUsed(feature) {
      guard let value = row[feature.rawValue] else { continue }
      if isArmed(feature), let range = envelopes[feature.rawValue].range,
        !settings.isUpwardOnly || feature != .spread || number > features.recentMean
      {
        let score = score(value, range, least)
        if score > greatest?.score ?? -.infinity {
          greatest = Surprise(score: score, feature: feature, value: value, usual: range)
        }
      }
      envelopes[feature.rawValue].store(value)
    }
    return greatest
  }

  /// What follows was not seen right after what came before.
  package mutating func breakOff() { features.breakOff() }

  /// What the series usually is at the hour of the last row; nil while that is not known.
  func prediction(of feature: SeriesFeature) -> Double? {
    switch feature {
    case .hourOfDay: features.day?.prediction
    case .hourOfWeek: features.week?.prediction
    default: nil
    }
  }

  /// The range of a feature; nil while it is not judged.
  package func range(of feature: SeriesFeature) -> RecordEnvelope.Range? {
    isArmed(feature) ? envelopes[feature.rawValue].range : nil
  }

  /// How far outside the range, in units of the range; negative inside.
  private func score(_ value: Double, _ range: RecordEnvelope.Range, _ least: Double) -> Double {
    let width = max(range.width, least)
    let outside = settings.isUpwardOnly ? value - range.high : abs(value - range.middle) - range.width / 2
    return outside / (width + 2e-9 + 2e-6 * abs(range.middle))
  }

  private func leastRange() -> Double {
    guard settings.floorShare > 0 else { return settings.floor }
    return max(settings.floor, settings.floorShare * (envelopes[SeriesFeature.value.rawValue].range?.width ?? 0))
  }

  private func isUsed(_ feature: SeriesFeature) -> Bool {
    settings.hasShortTerm || feature == .value || feature == .median || feature == .jump
  }

  private func isArmed(_ feature: SeriesFeature) -> Bool {
    guard isUsed(feature), envelopes[feature.rawValue].held >= settings.armedAfter else { return false }
    return switch feature {
    case .hourOfDay: features.day?.isArmed ?? false
    case .hourOfWeek: features.week?.isArmed ?? false
    default: true
    }
  }
}

/// How far a row leaves what is usual, by the feature that leaves it farthest.
package struct Surprise: Hashable, Sendable, Codable {
  /// In units of the usual range: 0 at its edge, negative inside.
  package var score: Double
  package var feature: SeriesFeature
  /// Of the feature, not of the row.
  package var value: Double
  package var usual: RecordEnvelope.Range
}
