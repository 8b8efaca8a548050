package import CallModel

/// What golden questions have led to.
package struct GoldenOutcome: Sendable {
  /// Steps of the throttles that rest on the evaluator.
  package var actions: [ThrottleAction] = []
  /// The line about the evaluator itself, if what is thought of it changed.
  package var audit: AuditEntry?
  /// For its owner to raise or to end the alert *evaluator suspect*.
  package var change: EvaluatorTrust.Change?
}

extension ThrottleBoard {
  /// Names the evaluators that have golden questions; those of the others are believed as they are.
  ///
  /// At most as many as are configured; what is known of one that is no longer named is forgotten.
  package mutating func setGolden(evaluators: Set<String>) {
    trusts = trusts.filter { evaluators.contains($0.key) }
    for evaluator in evaluators where trusts[evaluator] == nil { trusts[evaluator] = EvaluatorTrust() }
  }

  /// The evaluators to which golden questions, `EvaluatorTrust.questions` each, are to be put now;
  /// each is said once. Its owner asks after every call that changes the board.
  package mutating func takeChallenges() -> [String] {
    guard !challenges.isEmpty else { return [] }
    defer { challenges = [] }
    return challenges
  }

  /// The evaluators that are distrusted: their alarms do not throttle.
  package var distrusted: [String] { trusts.filter(\.value.isDistrusted).keys.sorted() }

  /// A golden question was judged, asked for by a challenge or in the ordinary course.
  ///
  /// An evaluator that fails more than 60 % of them is distrusted: the throttles that rest on it
  /// are released. Below 25 % it is trusted again. When a challenge has been passed, its throttles
  /// take the cut that they held back.
  package mutating func golden(_ evaluator: String, failed: Bool, at now: Nanoseconds) -> GoldenOutcome {
    guard var trust = trusts[evaluator] else { return GoldenOutcome() }
    var outcome = GoldenOutcome()
    let wasChallenged = trust.outstanding > 0
    outcome.change = trust.answer(failed: failed)
    trusts[evaluator] = trust
    if let change = outcome.change {
      outcome.audit = AuditEntry(
        at: now, subject: "evaluator", action: change == .distrusted ? "suspect" : "trust", actor: evaluator,
        scope: .everything, enforcement: .enforce, from: change == .distrusted ? 1 : 0,
        to: change == .distrusted ? 0 : 1, evidence: "\(trust.tally).")
    }
    let concluded = wasChallenged && trust.outstanding == 0
    guard outcome.change == .distrusted || concluded && !trust.isDistrusted else { return outcome }
    for place in throttledPlaces(of: evaluator) {
      outcome.actions += act(on: place, at: now) { entry in
        outcome.change == .distrusted
          ? entry.controller.disbelieve("the evaluator is suspect: \(trust.tally)", at: now)
          : entry.controller.believe(trust.tally, at: now)
      }
    }
    return outcome
  }

  /// Puts a challenge to an evaluator, unless one is out; false if it has no golden questions.
  mutating func challenge(_ evaluator: String, within wait: Nanoseconds, at now: Nanoseconds) -> Bool {
    guard var trust = trusts[evaluator] else { return false }
    if !trust.isChallenged(at: now) {
      trust.challenge(within: wait, at: now)
      trusts[evaluator] = trust
      challenges.append(evaluator)
    }
    return true
  }

  private func throttledPlaces(of evaluator: String) -> [Int] {
    entries.indices.filter {
      guard let entry = entries[$0] else { return false }
      return entry.controller.isThrottled && entry.rule.signal == .failRatio(evaluator: evaluator)
    }
  }
}
