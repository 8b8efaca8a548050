internal import CallModel

extension ThrottleController {
  /// The alert outside has resolved: from now on the share grows.
  package mutating func hearResolved() {
    if cause == .external { isFiringOutside = false }
  }

  /// Halves the share each dwell while the alert fires outside, down to the floor, and doubles it
  /// each dwell afterwards.
  ///
  /// No probes: what is wrong may be nothing that calls show (a bill, a region to be left).
  mutating func followOutside(at now: Nanoseconds) -> ThrottleStep? {
    guard isThrottled, now - steppedAt >= max(dwell, .seconds(1)) else { return nil }
    if isFiringOutside ?? true {
      let wanted = max(floor(at: now), rounded(share / 2))
      return wanted < share ? step(.cut, to: wanted, "the alert outside still fires", at: now) : nil
    }
    let raised = rounded(2 * share)
    let evidence = "the alert outside has resolved"
    return raised >= 0.999
      ? step(.release, to: 1, evidence, at: now) : step(.raise, to: raised, evidence, at: now)
  }
}
