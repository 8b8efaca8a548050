/// A view of a series, each made for one kind of fault.
package enum SeriesFeature: Int, CaseIterable, Sendable, Codable {
  /// The number itself: a spike.
  case value
  /// The median of the last three: a short burst.
  case median
  /// The smoothed mean of about 24 rows: a shift of level, or a leak.
  case mean
  /// The change since the row before: a restart, or a step inside the usual range.
  case jump
  /// The standard deviation of the last 12 rows: a change of roughness.
  case spread
  /// How far the series is from what it usually is at this hour of the day: a broken habit.
  case hourOfDay
  /// Likewise of this hour of the week.
  case hourOfWeek

  /// Whether it is a distance from what the profile of hours predicts.
  var isHabit: Bool { self == .hourOfDay || self == .hourOfWeek }
}
