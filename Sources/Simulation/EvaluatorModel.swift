internal import CallModel

/// An evaluator that errs and takes its time.
package struct EvaluatorModel: Sendable {
  package var name: String
  package var conditions: Conditions
  /// Calls it judges in a minute at most: where more come, a random part of them is judged.
  package var perMinute: Double
  /// Its lag is exponential with this mean, in seconds.
  package var lag: Double
  /// Golden questions a minute, whose answers are known to be good; 0 has none.
  package var goldenPerMinute: Double
  package var incidents: [Incident]

  package struct Conditions: Hashable, Sendable {
    /// The share of good answers that it fails.
    package var falsePositives: Double
    /// The share of bad answers that it passes.
    package var falseNegatives: Double

    package init(falsePositives: Double = 0.05, falseNegatives: Double = 0.20) {
      self.falsePositives = falsePositives
      self.falseNegatives = falseNegatives
    }
  }

  package struct Incident: Sendable {
    package var spell: Spell
    package var conditions: Conditions

    package init(_ spell: Spell, _ conditions: Conditions) {
      self.spell = spell
      self.conditions = conditions
    }
  }

  package init(
    name: String, conditions: Conditions = Conditions(), perMinute: Double = 60, lag: Double = 5,
    goldenPerMinute: Double = 1, incidents: [Incident] = []
  ) {
    self.name = name
    self.conditions = conditions
    self.perMinute = perMinute
    self.lag = lag
    self.goldenPerMinute = goldenPerMinute
    self.incidents = incidents
  }

  func conditions(at now: Nanoseconds) -> Conditions {
    incidents.last { $0.spell.contains(now) }?.conditions ?? conditions
  }
}
