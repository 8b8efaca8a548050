package import CallModel

/// The throttles and overrides of a `ThrottleBoard`, to be kept over a restart or a change of rules.
package struct ThrottleBoardSnapshot: Sendable, Codable {
  package struct Throttle: Sendable, Codable {
    package var alert: String
    /// As `Scope` writes itself.
    package var scope: String
    package var controller: ThrottleController
    package var evidence: String
    /// Absent where none was learned, and in what older versions wrote; so are the evaluators.
    package var threshold: Double?
  }

  package struct Override: Sendable, Codable {
    package var scope: String
    package var share: Double
    package var person: String
    package var reason: String
    package var until: Nanoseconds
    package var since: Nanoseconds
    /// Absent in what versions before budgets wrote.
    package var beatsBudgets: Bool?
  }

  package var throttles: [Throttle]
  package var overrides: [Override]
  /// What golden questions have shown, by evaluator.
  package var evaluators: [String: EvaluatorTrust]?
}

extension ThrottleBoard {
  package func snapshot() -> ThrottleBoardSnapshot {
    ThrottleBoardSnapshot(
      throttles: entries.compactMap(\.self).map {
        ThrottleBoardSnapshot.Throttle(
          alert: $0.key.alert, scope: $0.key.scope.description, controller: $0.controller, evidence: $0.evidence,
          threshold: $0.threshold)
      },
      overrides: overrides.map {
        ThrottleBoardSnapshot.Override(
          scope: $0.scope.description, share: $0.share, person: $0.person, reason: $0.reason, until: $0.until,
          since: $0.since, beatsBudgets: $0.beatsBudgets ? true : nil)
      }, evaluators: trusts.isEmpty ? nil : trusts)
  }

  /// Takes up the throttles and overrides of an earlier board under the rules of today.
  ///
  /// - Parameter rules: today's; a throttle whose alert no longer exists, no longer throttles or
  ///   looks at another signal is released.
  /// - Parameter firesOutside: whether an alert from outside still fires for a scope; the end of
  ///   one may have been missed.
  /// - Returns: a line of the audit for each throttle that was released so.
  package mutating func restore(
    _ snapshot: ThrottleBoardSnapshot, rules: [AlertRule], at now: Nanoseconds,
    firesOutside: (_ alert: String, _ scope: Scope) -> Bool = { _, _ in true }
  ) -> [AuditEntry] {
    var audit: [AuditEntry] = []
    for saved in snapshot.throttles {
      guard let scope = try? Scope(parsing: saved.scope) else { continue }
      let rule = rules.first { $0.name == saved.alert }
      guard let rule, let policy = rule.throttle, ThrottleCause(of: rule.signal) == saved.controller.cause else {
        guard saved.controller.isThrottled else { continue }
        audit.append(
          AuditEntry(
            at: now, subject: "configuration", action: ThrottleStep.Kind.release.rawValue, actor: saved.alert,
            scope: scope, enforcement: rule?.mode ?? .shadow, from: saved.controller.share, to: 1,
            evidence: "The configuration no longer has this alert with this throttle."))
        continue
      }
      var entry = Entry(
        key: Key(alert: saved.alert, scope: scope), rule: rule, enforcement: Self.enforcement(of: rule, scope: scope),
        controller: saved.controller, evidence: saved.evidence, summary: "")
      guard entry.controller.isSound(at: now), places[entry.key] == nil else { continue }
      entry.threshold = saved.threshold.flatMap { $0 > 0 && $0.isFinite ? $0 : nil }
      // Who asks how much is counted anew.
      entry.demand = policy.fair ? CallerDemand(at: now) : nil
      entry.controller.adopt(policy, patience: Self.patience(of: rule, threshold: entry.threshold))
      if rule.signal == .external, !firesOutside(rule.name, scope) { entry.controller.hearResolved() }
      if let limit = rule.spendLimit { entry.controller.resumeSpend(limit: limit.dollarsPerHour, at: now) }
      entry.summarize()
      if place(entry) == nil { refused += 1 }
    }
    for saved in snapshot.overrides where saved.until > now && saved.share >= 0 && saved.share <= 1 {
      guard let scope = try? Scope(parsing: saved.scope), overrides.count < Override.capacity else { continue }
      overrides.append(
        Override(
          scope: scope, share: saved.share, person: saved.person, reason: saved.reason, until: saved.until,
          since: saved.since, beatsBudgets: saved.beatsBudgets ?? false))
    }
    indexOverrides()
    // Kept until `setGolden` names the evaluators of today.
    for (evaluator, trust) in saved(snapshot.evaluators, at: now) { trusts[evaluator] = trust }
    return audit
  }

  private func saved(_ evaluators: [String: EvaluatorTrust]?, at now: Nanoseconds) -> [String: EvaluatorTrust] {
    (evaluators ?? [:]).filter { $0.value.isSound(at: now) }
  }
}

extension ThrottleController {
  /// Whether a controller that was read back can be used: a share above 0, and no time in the
  /// future or before 1970, so that no difference of two can overflow.
  func isSound(at now: Nanoseconds) -> Bool {
    share > 0 && share <= 1 && (0...ThrottleConstants.mostFlaps).contains(flaps)
      && [since, steppedAt, rate.updated].allSatisfy { $0 >= 0 && $0 <= now }
      && (0...(.hours(2))).contains(cohorts.patience) && heldBack.map { $0.share > 0 && $0.share <= 1 } ?? true
      && projection?.isSound(at: now) ?? (cause != .spend)
  }
}
