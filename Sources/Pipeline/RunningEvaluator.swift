package import CallModel
package import PluginKit

/// An evaluator with what its configuration says of which calls it judges.
package struct RunningEvaluator: Sendable {
  /// The entry's name in the configuration, which metrics and alerts use.
  package var name: String
  package var on: Scope
  /// The share of calls judged; nil takes the policy's.
  package var rate: Double?
  /// How long it may take for a batch before the verdicts are errors.
  package var timeout: Nanoseconds
  package var evaluator: any Evaluator

  package init(
    name: String, on: Scope, rate: Double?, timeout: Nanoseconds = .seconds(2), evaluator: any Evaluator
  ) {
    self.name = name
    self.on = on
    self.rate = rate
    self.timeout = timeout
    self.evaluator = evaluator
  }
}
