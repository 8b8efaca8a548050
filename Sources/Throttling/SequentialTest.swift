internal import CallModel

/// A sequential probability ratio test between two fail ratios (Wald, Annals of Mathematical
/// Statistics 16, 1945): are the probes those of a healthy provider, or of a bad one?
///
/// Each probe adds the logarithm of how many times likelier it is if the ratio is `healthy`
/// than if it is `bad`. The sum is kept between the two boundaries: a test that has made up
/// its mind, but may not act before a dwell is over, can still be talked out of it.
package struct SequentialTest: Sendable, Codable {
  /// The fail ratio of a healthy provider (p̂).
  package let healthy: Double
  /// The fail ratio at which the throttle must stay or go deeper (p_bad).
  package let bad: Double
  /// The sum at which the provider counts as healthy; above 0.
  package let goodBoundary: Double
  /// The sum at which it counts as bad; below 0.
  package let badBoundary: Double

  /// The log-likelihood ratio of healthy to bad.
  package private(set) var logRatio = 0.0
  package private(set) var probes = 0
  package private(set) var failures = 0
  private var weight = 0.0
  private var failedWeight = 0.0
  private var heaviest = 0.0

  enum Conclusion {
    case undecided, good, bad
  }

  /// - Parameters:
  ///   - healthy: kept within 0.1 % and 50 %, since a ratio of 0 makes one failure prove everything.
  ///   - estimate: how bad it is now; the test is against half of that distance, so a severe
  ///     fault is told from health by few probes.
  ///   - goodEvidence: the likelihood ratio that counts as proof of health; above 1.
  ///   - badEvidence: the same for the other side.
  init(healthy: Double, estimate: Double, goodEvidence: Double, badEvidence: Double) {
    let healthy = clamp(healthy, 0.001, 0.5)
    self.healthy = healthy
    bad = min(0.9, healthy + max(2 * ThrottleConstants.shift, (estimate - healthy) / 2))
    goodBoundary = logarithm(goodEvidence)
    badBoundary = -logarithm(badEvidence)
  }

  /// Counts a probe.
  ///
  /// - Parameter weight: the inverse of the probability that this call was judged. A probe that
  ///   stands for fewer calls than the heaviest one counts for as much less: strata that are
  ///   always judged (errors, slow calls) would otherwise make a provider look worse than it is.
  mutating func record(failed: Bool, weight: Double) {
    guard weight > 0, weight < 1e12 else { return }
    heaviest = max(heaviest, weight)
    let evidence = failed ? logarithm(healthy / bad) : logarithm((1 - healthy) / (1 - bad))
    logRatio = clamp(logRatio + evidence * weight / heaviest, badBoundary, goodBoundary)
    probes += 1
    self.weight += weight
    if failed {
      failures += 1
      failedWeight += weight
    }
  }

  /// Counts probes of weight 1 that have no order among themselves.
  mutating func record(passes: Int, failures: Int) {
    guard passes + failures > 0 else { return }
    let evidence =
      Double(failures) * logarithm(healthy / bad) + Double(passes) * logarithm((1 - healthy) / (1 - bad))
    logRatio = clamp(logRatio + evidence, badBoundary, goodBoundary)
    heaviest = max(heaviest, 1)
    probes += passes + failures
    self.failures += failures
    weight += Double(passes + failures)
    failedWeight += Double(failures)
  }

  var conclusion: Conclusion {
    if logRatio >= goodBoundary { return .good }
    return logRatio <= badBoundary ? .bad : .undecided
  }

  /// The weighted share of failed probes since the test began; nil before the first.
  var mean: Double? { weight > 0 ? failedWeight / weight : nil }
}
