internal import CallModel

/// When a run counts as failed.
package struct Gate: Sendable {
  /// Whether there is an earlier run, so that what failed already is forgiven.
  package var hasBaseline: Bool
  /// The greatest share of failures and errors of each evaluator; nil without a limit.
  package var mostFailures: Double?

  package init(hasBaseline: Bool, mostFailures: Double?) {
    self.hasBaseline = hasBaseline
    self.mostFailures = mostFailures
  }

  /// Why the run failed, a sentence each; empty if it holds.
  package func reasons(_ tallies: [Tally], _ changes: ChangeCounts) -> [String] {
    var reasons: [String] = []
    if hasBaseline, changes[.regression] > 0 { reasons.append(changes.text) }
    for tally in tallies {
      let failed = tally[.fail] + tally[.error]
      if let mostFailures, tally.shortfall > mostFailures {
        reasons.append(
          "\(tally.evaluator): \(fixed(tally.shortfall * 100, 1)) % fail, \(fixed(mostFailures * 100, 1)) % may")
      } else if mostFailures == nil, !hasBaseline, failed > 0 {
        reasons.append("\(tally.evaluator): \(failed) of \(tally.rows) fail")
      }
    }
    return reasons
  }
}
