package import CallModel

/// The states of an `AlertBook`, to be kept over a restart or a change of rules.
package struct AlertBookSnapshot: Sendable, Codable {
  package struct Alert: Sendable, Codable {
    package var alert: String
    /// As `Scope` writes itself.
    package var scope: String
    package var state: AlertState
    package var since: Nanoseconds
    package var value: Double?
    package var lower: Double?
    package var upper: Double?
    package var samples: Int
    /// Integer nano-dollars; absent for signals other than spend.
    package var spent: Int64?
    package var finding: SignalValue.Finding?
  }

  package var alerts: [Alert]
  /// What fires outside; absent in snapshots of versions that had none.
  package var external: [ExternalAlerts.Saved]?
}

extension AlertBook {
  package func snapshot() -> AlertBookSnapshot {
    AlertBookSnapshot(
      alerts: zip(rules, entries).flatMap { rule, entries in
        entries.map { scope, entry in
          AlertBookSnapshot.Alert(
            alert: rule.name, scope: scope.description, state: entry.state, since: entry.since,
            value: entry.value.value, lower: entry.value.lower, upper: entry.value.upper,
            samples: entry.value.samples, spent: entry.value.spent?.value, finding: entry.value.finding)
        }
      }, external: external.saved)
  }

  /// Takes up the states of an earlier book.
  ///
  /// States of alerts that no longer exist are dropped. A pending alert starts its wait again,
  /// and so does the clear time of a firing one: nobody was looking in between. An alert from
  /// outside that nothing outside holds up any more resolves with the next `tick`.
  ///
  /// - Parameter now: the moment of restoring.
  package mutating func restore(_ snapshot: AlertBookSnapshot, at now: Nanoseconds) {
    for saved in snapshot.alerts where saved.state != .inactive {
      guard let index = rules.firstIndex(where: { $0.name == saved.alert }), entries[index].count < capacity,
        let scope = try? Scope(parsing: saved.scope)
      else { continue }
      entries[index][scope] = Entry(
        state: saved.state, since: saved.state == .pending ? now : max(0, min(saved.since, now)), clearSince: nil,
        updated: now,
        value: SignalValue(
          value: saved.value, lower: saved.lower, upper: saved.upper, samples: saved.samples,
          spent: saved.spent.map { NanoDollars($0) }, finding: saved.finding))
    }
    external.restore(snapshot.external ?? [], rules: rules, at: now)
  }
}
