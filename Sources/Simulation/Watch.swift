package import CallModel

/// An alert that watches a world.
package struct Watch: Sendable {
  package var rule: AlertRule
  /// How it is decided; nil by the rule's window and threshold.
  package var test: LevelTest?

  /// A sequential test against a level that is known.
  package struct LevelTest: Hashable, Sendable {
    /// The share of calls that fail when all is well.
    package var level: Double
    /// The smallest shift that is worth a throttle.
    package var shift: Double
    /// At most one false alarm in this time is to be expected.
    package var falseAlarmEvery: Nanoseconds

    package init(level: Double, shift: Double = 0.05, falseAlarmEvery: Nanoseconds = .days(30)) {
      self.level = level
      self.shift = shift
      self.falseAlarmEvery = falseAlarmEvery
    }
  }

  package init(_ rule: AlertRule, test: LevelTest? = nil) {
    self.rule = rule
    self.test = test
  }
}
