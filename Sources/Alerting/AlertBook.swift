package import CallModel

/// The state of every alert: one for each rule and group.
///
/// ```
/// inactive ─ above ─▶ pending ─ above for `for` ─▶ firing ─ not above for a while ─▶ resolved ─ a window later ─▶ inactive
///                        └─ no longer above ─▶ inactive                                 └─ above again ─▶ pending
/// ```
///
/// *Above* means that the value is known, rests on at least the rule's minimum of samples and
/// is greater than its threshold; *not above* means the same with a value that is at most the
/// threshold. Too few samples are neither: they never hold a pending alert up and never let a
/// firing one go, so an alert does not end because its callers were turned away.
///
/// Two signals are exceptions, since nothing about them is estimated. **Spend**: without traffic
/// nothing is spent, so an alert on it resolves when nothing is heard of its scope any more.
/// **External**: an alert fires while one fires outside, see `receive`.
///
/// A firing alert resolves when it was *not above* without a break for `for`, or a tenth of the
/// window if that is longer: a value that hovers at the threshold does not flap.
///
/// Only states other than inactive take memory, at most `capacity` a rule.
package struct AlertBook: Sendable {
  struct Entry: Sendable {
    var state: AlertState
    /// When it came into this state.
    var since: Nanoseconds
    /// Since when a firing alert's value has not been above, without a break.
    var clearSince: Nanoseconds?
    var updated: Nanoseconds
    var value: SignalValue
  }

  package let rules: [AlertRule]
  let capacity: Int
  var entries: [[Scope: Entry]]
  /// What fires outside.
  var external = ExternalAlerts()
  /// How many times a group could not become pending because its rule had too many alerts.
  package internal(set) var refused: UInt64 = 0

  /// - Parameter rules: their positions are the indexes by which the other methods name them.
  package init(rules: [AlertRule], capacity: Int = 10_000) {
    self.rules = rules
    self.capacity = capacity
    entries = Array(repeating: [:], count: rules.count)
  }

  /// Looks at a signal's value, and says how the alert's state changed if it did.
  package mutating func update(
    rule index: Int, scope: Scope, value: SignalValue, at now: Nanoseconds
  ) -> AlertChange? {
    guard rules.indices.contains(index) else { return nil }
    let rule = rules[index]
    let assessment = rule.assess(value)
    let isAbove = assessment == .above
    let isClear = assessment == .clear

    guard var entry = entries[index][scope] else {
      guard isAbove else { return nil }
      guard entries[index].count < capacity else {
        refused += 1
        return nil
      }
      let state: AlertState = rule.holdFor <= 0 ? .firing : .pending
      entries[index][scope] = Entry(state: state, since: now, clearSince: nil, updated: now, value: value)
      return change(rule, scope, from: .inactive, to: state, at: now, value)
    }

    entry.updated = now
    entry.value = value
    let next: AlertState
    switch entry.state {
    case .inactive: next = isAbove ? .pending : .inactive
    case .pending: next = !isAbove ? .inactive : now - entry.since >= rule.holdFor ? .firing : .pending
    case .firing:
      entry.clearSince = isClear ? entry.clearSince ?? now : nil
      next = entry.clearSince.map { now - $0 >= rule.quiet } ?? false ? .resolved : .firing
    case .resolved:
      next =
        isAbove ? (rule.holdFor <= 0 ? .firing : .pending) : now - entry.since >= rule.window ? .inactive : .resolved
    }
    return move(entry, of: index, scope, to: next, at: now)
  }

  /// Ends an alert whose throttle was released: the probes have shown that it is over.
  ///
  /// - Parameter evidence: what the probes have shown.
  package mutating func resolve(
    rule index: Int, scope: Scope, at now: Nanoseconds, evidence: SignalValue
  ) -> AlertChange? {
    guard rules.indices.contains(index), var entry = entries[index][scope], entry.state == .firing else { return nil }
    entry.updated = now
    entry.value = evidence
    return move(entry, of: index, scope, to: .resolved, at: now)
  }

  /// Lets time pass for the groups of which nothing is heard: resolved alerts become inactive
  /// after a window, and so do pending ones that have not been updated for one. Firing ones on
  /// spend resolve when nothing has been spent for long enough, those from outside when they have
  /// not been repeated.
  package mutating func tick(at now: Nanoseconds) -> [AlertChange] {
    var changes = expireExternal(at: now)
    for index in rules.indices {
      let rule = rules[index]
      for (scope, entry) in entries[index] {
        let next: AlertState
        switch entry.state {
        case .inactive: next = .inactive
        case .pending: next = now - entry.updated > rule.window ? .inactive : .pending
        case .firing: next = hasGoneQuiet(entry, rule, at: now) ? .resolved : .firing
        case .resolved: next = now - entry.since >= rule.window ? .inactive : .resolved
        }
        guard next != entry.state, let change = move(entry, of: index, scope, to: next, at: now) else { continue }
        changes.append(change)
      }
    }
    return changes
  }

  /// Whether a firing alert on spend is over: a scope in whose window anything was spent is
  /// reported at every look, so silence means that nothing was.
  private func hasGoneQuiet(_ entry: Entry, _ rule: AlertRule, at now: Nanoseconds) -> Bool {
    rule.signal == .spendRate && now - (entry.clearSince ?? entry.updated) >= max(rule.quiet, .seconds(1))
  }

  private mutating func move(
    _ entry: Entry, of index: Int, _ scope: Scope, to state: AlertState, at now: Nanoseconds
  ) -> AlertChange? {
    guard entry.state != state else {
      entries[index][scope] = entry
      return nil
    }
    if state == .inactive {
      entries[index][scope] = nil
    } else {
      entries[index][scope] = Entry(
        state: state, since: now, clearSince: nil, updated: entry.updated, value: entry.value)
    }
    return change(rules[index], scope, from: entry.state, to: state, at: now, entry.value)
  }

  private func change(
    _ rule: AlertRule, _ scope: Scope, from: AlertState, to: AlertState, at now: Nanoseconds, _ value: SignalValue
  ) -> AlertChange {
    AlertChange(
      alert: rule.name, scope: scope, signal: rule.signal, from: from, to: to, at: now, evidence: value,
      threshold: value.finding?.reference ?? rule.above)
  }
}
