/// What a figure of a run must hold, at the median of its seeds.
package struct Band: Hashable, Sendable {
  package enum Side: String, Hashable, Sendable {
    case atMost = "<="
    case atLeast = ">="
  }

  package var figure: Figure
  package var side: Side
  package var bound: Double

  package init(_ figure: Figure, _ side: Side, _ bound: Double) {
    self.figure = figure
    self.side = side
    self.bound = bound
  }

  /// Whether a value holds it; a figure that is not defined (never throttled, say) holds none.
  package func holds(_ value: Double?) -> Bool {
    guard let value else { return false }
    return side == .atMost ? value <= bound : value >= bound
  }
}

/// A figure of a run.
package enum Figure: String, Hashable, Sendable, CaseIterable {
  /// Calls that were asked for, retries not counted.
  case calls
  /// Answers that reached somebody, and how many of them were bad.
  case delivered, bad
  /// Calls whose callers gave up.
  case lost
  /// Attempts that ended in an error: 429 and time-outs too.
  case errors
  /// Attempts that a throttle refused, and those while nothing was wrong.
  case refused
  case refusedHealthy = "refused_healthy"
  /// How often a throttle closed, and was released.
  case throttles, releases
  /// Seconds from the first incident to a share of at most 80 %, and from the end of the last to 95 %.
  case secondsToThrottle = "seconds_to_throttle"
  case secondsToRecover = "seconds_to_recover"
  /// Seconds from the first alarm of an evaluator to its being distrusted.
  case secondsToSuspect = "seconds_to_suspect"
  /// Answers that came from another provider or from old ones.
  case elsewhere
  /// Dollars spent, and of these while something was wrong.
  case spent
  case spentInIncident = "spent_in_incident"
  /// The longest that anybody waited for an answer or gave up, in seconds.
  case longestWait = "longest_wait"
  /// Bad answers and lost calls together: what reaches users.
  case harm
  /// By how much harm is less than in the same world without control, 0 to 1.
  case harmCut = "harm_cut"
}
