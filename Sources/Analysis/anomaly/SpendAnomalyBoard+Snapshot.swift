internal import CallModel

/// What a board has learned, to be kept over a restart.
package struct SpendAnomalySnapshot: Sendable, Codable {
  struct Saved: Sendable, Codable {
    /// As `Scope` writes itself.
    var scope: String
    var entry: SpendAnomalyBoard.Entry
  }

  var latest: Nanoseconds?
  var scores: [ScoreHistogram]
  var entries: [Saved]
}

extension SpendAnomalyBoard {
  package func snapshot() -> SpendAnomalySnapshot {
    SpendAnomalySnapshot(
      latest: latest, scores: scores,
      entries: entries.map { SpendAnomalySnapshot.Saved(scope: $0.description, entry: $1) })
  }

  /// Takes up what an earlier board has learned. The time in between counts as not collected.
  package mutating func restore(_ snapshot: SpendAnomalySnapshot) {
    if snapshot.scores.count == scores.count { scores = snapshot.scores }
    if let saved = snapshot.latest {
      latest = min(max(0, saved), Int64.max / 4)
      ticked = latest
    }
    var busy = 0
    for saved in snapshot.entries.prefix(settings.capacity) {
      guard let scope = try? Scope(parsing: saved.scope), saved.entry.fits else { continue }
      var entry = saved.entry
      if entry.fiveMinutes != nil {
        if busy < settings.busyCapacity { busy += 1 } else { entry.fiveMinutes = nil }
      }
      entries[scope] = entry
    }
  }
}

extension SpendAnomalyBoard.Entry {
  /// Whether a snapshot's numbers make sense together.
  fileprivate var fits: Bool {
    let moments = 0...Int64.max / 4
    return hour.resolution == .hour && day.resolution == .day
      && fiveMinutes.map { $0.resolution == .fiveMinutes } ?? true && moments.contains(firstSeen)
      && moments.contains(lastSeen) && moments.contains(told ?? 0) && (0...1_000_000_000).contains(calls)
      && moments.contains(lastBusy)
  }
}
