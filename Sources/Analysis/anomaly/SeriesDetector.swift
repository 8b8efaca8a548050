/// Finds anomalies of a series of numbers, in either direction, with one fixed setting.
///
/// A row is out when a feature leaves the range that it covered lately by more than a quarter of
/// that range. The first row out raises an alarm; the incident stays open until 72 rows in a row
/// are not out, so one incident alarms once. Learning never stops: a new level becomes normal
/// once two blocks contain it.
///
/// The score does not change when the series is scaled, shifted or mirrored. O(1) a row, under
/// 4 KB.
package struct SeriesDetector: Sendable {
  /// What is said of one row.
  package struct Judgement: Hashable, Sendable {
    /// Nil while nothing can be judged.
    package var surprise: Surprise?
    /// Whether this row raises an alarm.
    package var isAlarm: Bool
  }

  /// A round number in the middle of a plateau: half and twice of it are about as good.
  package static let margin = 0.25
  /// In rows: six hours of five-minute rows.
  package static let deadTime = 72

  private var envelopes = FeatureEnvelopes()
  private var quietRows = SeriesDetector.deadTime

  package init() {}

  /// - Parameters:
  ///   - number: finite; cut at ±10³⁰.
  ///   - time: seconds since 1970; only its hour is looked at.
  package mutating func next(_ number: Double, at time: Int64) -> Judgement {
    let surprise = envelopes.next(number, at: time)
    quietRows = min(quietRows + 1, Self.deadTime)
    guard let surprise, surprise.score > Self.margin else { return Judgement(surprise: surprise, isAlarm: false) }
    let isAlarm = quietRows >= Self.deadTime
    quietRows = 0
    return Judgement(surprise: surprise, isAlarm: isAlarm)
  }
}
