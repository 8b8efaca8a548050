package import CallModel

/// The signals of a sequential rule, to be kept over a restart.
package struct SequentialSnapshot<Signal: WatchedSignal>: Sendable, Codable {
  package struct Stratum: Sendable, Codable {
    package var id: UInt8
    package var signal: Signal
  }

  package struct Entry: Sendable, Codable {
    /// As `Scope` writes itself.
    package var scope: String
    package var strata: [Stratum]
    package var touched: Nanoseconds
    package var isThrottled: Bool
    package var isParent: Bool
  }

  package var taken: Nanoseconds
  package var entries: [Entry]
}

extension SequentialFamily {
  /// Evidence that is older than this is not taken up: what happened meanwhile is not known.
  package static var oldestEvidence: Nanoseconds { .hours(1) }

  /// - Parameter now: when it is taken.
  package func snapshot(at now: Nanoseconds) -> SequentialSnapshot<Signal> {
    SequentialSnapshot(
      taken: now,
      entries: entries.enumerated().compactMap { place, entry in
        entry.map { entry in
          SequentialSnapshot.Entry(
            scope: entry.scope.description,
            strata: entry.strata.map { SequentialSnapshot.Stratum(id: $0.id, signal: $0.signal) },
            touched: max(0, entry.touched), isThrottled: entry.isThrottled, isParent: place == Self.parent)
        }
      })
  }

  /// Takes up an earlier family under the settings of today. Sessions that were open are lost, and
  /// so is the evidence of a snapshot older than an hour or from the future; the baseline stays.
  /// Never to be followed by a replay of verdicts that the snapshot has counted.
  package mutating func restore(_ snapshot: SequentialSnapshot<Signal>, at now: Nanoseconds) {
    let isFresh = snapshot.taken <= now && now - max(0, snapshot.taken) <= Self.oldestEvidence
    for saved in snapshot.entries {
      guard let scope = try? Scope(parsing: saved.scope), saved.touched >= 0, saved.touched <= now,
        saved.strata.count <= WatchedScope<Signal>.mostStrata
      else { continue }
      var entry = WatchedScope<Signal>(scope: scope, touched: saved.touched, isThrottled: saved.isThrottled)
      for stratum in saved.strata {
        var signal = stratum.signal
        guard signal.adopt(fresh), !entry.strata.contains(where: { $0.id == stratum.id }) else { continue }
        if !isFresh { signal.forgetEvidence() }
        entry.strata.append(WatchedScope.Stratum(id: stratum.id, signal: signal))
      }
      if saved.isParent {
        if entries.first??.scope == scope { entries[Self.parent] = entry }
      } else if hasScopes, places[scope] == nil, places.count < capacity,
        now - saved.touched <= Self.forgottenAfter
      {
        put(entry)
      }
    }
  }
}
