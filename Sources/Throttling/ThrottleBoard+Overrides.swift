package import CallModel

extension ThrottleBoard {
  /// Sets a share for a scope until a moment; one that the scope already has is replaced.
  ///
  /// - Parameter beatsBudgets: whether it beats budgets and limits, too, not only throttles.
  /// - Returns: the line of the audit, whose `from` is the share that the scope had before.
  package mutating func override(
    scope: Scope, share: Double, by person: String, reason: String, until: Nanoseconds, beatsBudgets: Bool = false,
    at now: Nanoseconds
  ) throws(OverrideError) -> AuditEntry {
    guard share >= 0, share <= 1 else { throw .shareOutOfRange }
    guard until > now else { throw .alreadyOver }
    let before = overrides.firstIndex { $0.scope == scope }
    guard before != nil || overrides.count < Override.capacity else { throw .tooMany }
    let from = before.map { overrides[$0].share } ?? throttledShare(of: scope)
    if let before { overrides.remove(at: before) }
    let override = Override(
      scope: scope, share: share, person: person, reason: reason, until: until, since: now, beatsBudgets: beatsBudgets)
    overrides.append(override)
    indexOverrides()
    return audit(
      override, "set", by: person, from: from, to: share,
      evidence: "\(reason); holds for \(spell(until - now))\(beatsBudgets ? " and beats budgets and limits" : "").",
      at: now)
  }

  /// Removes a scope's override before its time; nil if it has none.
  package mutating func removeOverride(scope: Scope, by person: String, at now: Nanoseconds) -> AuditEntry? {
    guard let index = overrides.firstIndex(where: { $0.scope == scope }) else { return nil }
    let override = overrides.remove(at: index)
    indexOverrides()
    return audit(
      override, "remove", by: person, from: override.share, to: throttledShare(of: scope),
      evidence: "removed \(spell(max(0, override.until - now))) before its end; it was set by \(override.person): "
        + "\(override.reason).", at: now)
  }

  /// The override that decides on these dimensions: the one with the most clauses, else the latest.
  func override(for dimensions: Dimensions, at now: Nanoseconds) -> Override? {
    guard !overrides.isEmpty else { return nil }
    var best: Override?
    overrideIndex.forEachMatch(of: dimensions) { place in
      let override = overrides[place]
      guard override.until > now else { return }
      if let best, (best.scope.clauses.count, best.since) >= (override.scope.clauses.count, override.since) { return }
      best = override
    }
    return best
  }

  mutating func expireOverrides(at now: Nanoseconds) -> [AuditEntry] {
    guard overrides.contains(where: { $0.until <= now }) else { return [] }
    let over = overrides.filter { $0.until <= now }
    overrides.removeAll { $0.until <= now }
    indexOverrides()
    return over.map {
      audit(
        $0, "expire", by: $0.person, from: $0.share, to: throttledShare(of: $0.scope),
        evidence: "its time was over; it was set for: \($0.reason).", at: now)
    }
  }

  mutating func indexOverrides() {
    overrideIndex = ScopeIndex()
    for (place, override) in overrides.enumerated() { overrideIndex.insert(override.scope, place: place) }
  }

  /// The lowest share of the throttles with exactly this scope that enforce.
  private func throttledShare(of scope: Scope) -> Double {
    entries.reduce(1) { share, entry in
      guard let entry, entry.key.scope == scope, entry.enforcement == .enforce else { return share }
      return min(share, entry.controller.share)
    }
  }

  private func audit(
    _ override: Override, _ action: String, by person: String, from: Double, to: Double, evidence: String,
    at now: Nanoseconds
  ) -> AuditEntry {
    AuditEntry(
      at: now, subject: "override", action: action, actor: person, scope: override.scope, enforcement: .enforce,
      from: from, to: to, evidence: evidence)
  }
}
