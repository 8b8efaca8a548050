package import CallModel

/// What rules would have done over recorded history.
package struct BacktestReport: Sendable {
  /// One time that an alert fired for a scope.
  package struct Firing: Sendable {
    package var alert: String
    package var scope: Scope
    package var since: Nanoseconds
    /// Nil: it fires still at the end.
    package var until: Nanoseconds?
    /// What it began to fire upon.
    package var evidence: SignalValue
    /// The highest value while it fired.
    package var peak: Double?
    /// The calls that came into its scope meanwhile.
    package var calls = 0
    /// How many of them its throttle would have turned away, or asked its shadow to: the sum of 1 − share.
    package var turnedAway = 0.0
  }

  /// All times that one rule fired.
  package struct Rule: Sendable {
    package var rule: AlertRule
    package var fired = 0
    /// Over all scopes, so it may be longer than the history.
    package var firing: Nanoseconds = 0
    package var calls = 0
    package var turnedAway = 0.0
  }

  /// From when to when the history was looked at.
  package var from: Nanoseconds
  package var to: Nanoseconds
  /// What was replayed, warm-up included.
  package var calls = 0
  package var verdicts = 0
  /// In the order in which they began; at most `mostFirings`.
  package var firings: [Firing] = []
  /// How many more there were.
  package var unlisted = 0
  /// In the configuration's order. A rule over signals from outside has nothing recorded and never fires here.
  package var rules: [Rule]

  static let mostFirings = 10_000
}
