internal import CallModel

extension WindowCondition {
  /// The pairs of windows over which an error budget may burn too fast (The Site Reliability Workbook,
  /// chapter 5).
  private static let pairs: [(factor: Double, long: Nanoseconds, short: Nanoseconds)] = [
    (14.4, .hours(1), .minutes(5)), (6, .hours(6), .minutes(30)), (1, .days(3), .hours(6)),
  ]

  /// How close the pair that is closest comes to firing: above 1 it fires; nil where a ratio over one
  /// window cannot be said.
  ///
  /// Of each pair the smaller ratio counts; the greatest of the three is taken over a label of its own,
  /// so that a pair without data hides no other.
  ///
  /// - Parameter ratio: the condition over one window of a rule.
  static func burnRate(
    _ rule: AlertRule, objective: Double, ratio: (AlertRule) -> WindowCondition?
  ) -> WindowCondition? {
    func over(_ window: Nanoseconds) -> WindowCondition? {
      var rule = rule
      rule.window = window
      return ratio(rule)
    }
    var readings: [String] = []
    for (place, pair) in pairs.enumerated() {
      guard let long = over(pair.long)?.value.expression, let short = over(pair.short)?.value.expression else {
        return nil
      }
      let limit = pair.factor * (1 - objective)
      readings.append(
        "label_replace(\n((\(long)) < (\(short)) or (\(short))) / \(limit),\n\"pair\", \"\(place + 1)\", \"\", \"\")")
    }
    let labels = rule.by.isEmpty ? "" : " by (\(rule.by.map(\.rawValue).joined(separator: ", ")))"
    return WindowCondition(
      value: Recording(
        name: rule.recordName("assay_\(rule.signal.name)_burn", "pairs"),
        expression: "max\(labels) (\n\(readings.joined(separator: "\nor\n"))\n)"),
      samples: over(.hours(1))?.samples, threshold: 1,
      summary: "the error budget burns {{ $value | humanize }} times as fast as a pair of windows allows")
  }
}
