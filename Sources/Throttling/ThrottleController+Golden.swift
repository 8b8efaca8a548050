internal import CallModel

extension ThrottleController {
  /// Whether a cut is held back until golden questions have been judged.
  func isHeldBack(at now: Nanoseconds) -> Bool { heldBack.map { now < $0.until } ?? false }

  /// Takes back what a cut took below one half, until the evaluator has been challenged.
  mutating func holdBack(until: Nanoseconds) {
    guard share < EvaluatorTrust.shareMeanwhile else { return }
    heldBack = HeldBack(share: share, until: until)
    share = EvaluatorTrust.shareMeanwhile
  }

  /// The evaluator has passed its challenge, or has not answered in time: the cut is made in full.
  mutating func believe(_ evidence: String, at now: Nanoseconds) -> ThrottleStep? {
    guard let held = heldBack else { return nil }
    heldBack = nil
    guard isThrottled, held.share < share else { return nil }
    return step(.cut, to: held.share, "the cut that was held back: \(evidence)", at: now)
  }

  /// The evaluator has failed its challenge: what it said is no ground for a throttle, nor for
  /// being slower the next time.
  mutating func disbelieve(_ evidence: String, at now: Nanoseconds) -> ThrottleStep? {
    heldBack = nil
    guard isThrottled else { return nil }
    let released = step(.release, to: 1, evidence, at: now)
    hasBeenReleased = false
    return released
  }
}
