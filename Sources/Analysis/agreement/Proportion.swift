/// A share of independent trials, with its 95 % interval.
package struct Proportion: Hashable, Sendable {
  package var value: Double
  /// Wilson's interval.
  package var lower: Double
  package var upper: Double
  package var trials: Int

  /// Nil if there were no trials.
  package init?(_ hits: Int, of trials: Int) {
    guard trials > 0, (0...trials).contains(hits) else { return nil }
    value = Double(hits) / Double(trials)
    let interval = WilsonInterval(ratio: value, size: Double(trials))
    lower = interval.lower
    upper = interval.upper
    self.trials = trials
  }
}
