package import CallModel

/// The lengths of time over which spend is summed up and looked at.
///
/// Five minutes see a burst, an hour a change of price or of use, a day a slow leak. Shorter ones
/// would be nearly all zero, and alarm by chance.
package enum SpendResolution: Int, CaseIterable, Sendable, Codable {
  case fiveMinutes, hour, day

  package var width: Nanoseconds {
    switch self {
    case .fiveMinutes: .minutes(5)
    case .hour: .hours(1)
    case .day: .days(1)
    }
  }

  /// How far outside the usual range is out, in units of that range, at the least.
  package var margin: Double { self == .fiveMinutes ? 0.5 : 0.25 }

  /// How many quiet rows end an incident: six hours, a day, three days.
  package var deadTime: Int {
    switch self {
    case .fiveMinutes: 72
    case .hour: 24
    case .day: 3
    }
  }

  var settings: FeatureEnvelopes.Settings {
    var settings = FeatureEnvelopes.Settings()
    settings.isUpwardOnly = true
    // A tenth of the range of spend itself, and a cent: a range of nearly nothing is no range.
    settings.floorShare = 0.1
    settings.floor = 0.01
    if self == .day {
      settings.hasHabits = false
      settings.hasShortTerm = false
      settings.firstBlock = 4
      settings.armedAfter = 14
    }
    return settings
  }
}
