package import CallModel

/// Watches what each scope of one grouping spends: callers, or routes with their models.
///
/// A value, not a lock: its owner calls it with the time, `tick` at least every five minutes. Holds
/// at most `capacity` scopes, 5 KB each, and 3 KB more for those busy enough for five-minute
/// buckets; further scopes are not watched and counted. A scope that falls silent is forgotten
/// after as long as it was active, at least a day and at most 14.
package struct SpendAnomalyBoard: Sendable {
  package struct Settings: Hashable, Sendable {
    /// How many weeks of one caller an alarm may take, on average over all scopes.
    package var weeksPerAlarm = 4.0
    package var capacity = 5_000
    /// How many scopes may have five-minute buckets.
    package var busyCapacity = 1_000
    /// So many calls in a day make a scope busy.
    package var busyCalls = 200

    package init() {}
  }

  struct Entry: Sendable, Codable {
    var hour: SpendDetector
    var day: SpendDetector
    var fiveMinutes: SpendDetector?
    /// Of the day that is going on.
    var calls = 0
    /// The end of the last day with calls enough for five-minute buckets.
    var lastBusy: Nanoseconds = 0
    var firstSeen: Nanoseconds
    var lastSeen: Nanoseconds
    /// When people were last told.
    var told: Nanoseconds?

    var detectors: [SpendDetector] { [fiveMinutes, hour, day].compactMap(\.self) }
    /// Whether people were told of something that has not ended.
    var isOpen: Bool { detectors.contains { $0.incident?.announced != nil } }
  }

  /// Without a sign of life for so long, nothing was collected.
  package static let longestPause: Nanoseconds = .minutes(10)
  private static let mostPending = 1_000

  package let settings: Settings
  var entries: [Scope: Entry] = [:]
  var scores: [ScoreHistogram]
  /// The latest moment seen.
  var latest: Nanoseconds?
  /// When everything that was over was last closed.
  var ticked: Nanoseconds?
  private var pending: [SpendIncident] = []
  /// How many calls were of scopes for which there was no place.
  package private(set) var unwatched: UInt64 = 0
  /// How many incidents were dropped because nobody took them.
  package private(set) var dropped: UInt64 = 0

  package init(_ settings: Settings = Settings()) {
    self.settings = settings
    scores = SpendResolution.allCases.map { _ in ScoreHistogram() }
  }

  package var count: Int { entries.count }

  /// Counts what one call cost.
  package mutating func observe(scope: Scope, cost: NanoDollars, at moment: Nanoseconds) {
    let now = pass(to: moment)
    guard let place = entries.index(forKey: scope) else { return begin(scope, cost, at: now) }
    advance(place, to: now)
    entries.values[place].add(cost, at: now)
  }

  /// Closes what is over, and hands out what was found since the last time.
  package mutating func tick(at moment: Nanoseconds) -> [SpendIncident] {
    let now = pass(to: moment)
    let before = ticked ?? now
    if before / .minutes(5) != now / .minutes(5) {
      for place in entries.indices { advance(place, to: now) }
      if before / .days(1) != now / .days(1) { turnDay(at: now) }
    }
    ticked = now
    defer { pending = [] }
    return pending
  }

  /// What people were told of and has not ended, with what it has cost so far; the finest
  /// resolution of each scope.
  package var open: [SpendIncident] {
    entries.compactMap { scope, entry in
      entry.detectors.lazy.compactMap { detector in
        detector.incident.flatMap { incident in
          incident.announced == nil
            ? nil
            : SpendIncident(
              scope: scope, phase: .began, resolution: detector.resolution, incident: incident, at: latest ?? 0)
        }
      }.first
    }
  }

  /// For each scope that is judged, how far it is out of what is usual: 0 within, 1 and more where
  /// it would alarm.
  package var anomalyScores: [(scope: Scope, score: Double)] {
    let margins = SpendResolution.allCases.map(margin)
    return entries.compactMap { scope, entry in
      let judged = entry.detectors.compactMap { detector in
        detector.score.map { max(0, $0 / margins[detector.resolution.rawValue]) }
      }
      return judged.max().map { (scope, $0) }
    }
  }

  /// The margin in force, in units of the usual range.
  package func margin(of resolution: SpendResolution) -> Double {
    scores[resolution.rawValue].margin(atLeast: resolution.margin, oneEvery: weeksPerAlarm)
  }

  /// The stated rate is split evenly over the resolutions.
  private var weeksPerAlarm: Double { max(0.1, settings.weeksPerAlarm) * Double(SpendResolution.allCases.count) }

  private mutating func begin(_ scope: Scope, _ cost: NanoDollars, at now: Nanoseconds) {
    guard entries.count < settings.capacity else {
      unwatched += 1
      return
    }
    var entry = Entry(
      hour: SpendDetector(.hour, at: now), day: SpendDetector(.day, at: now), firstSeen: now, lastSeen: now)
    entry.add(cost, at: now)
    entries[scope] = entry
  }

  /// Notes where nothing was collected; the moment, never before one already seen.
  private mutating func pass(to moment: Nanoseconds) -> Nanoseconds {
    // Sums with a length of time must not overflow.
    let moment = min(max(0, moment), Int64.max / 4)
    guard let latest else {
      self.latest = moment
      return moment
    }
    // A clock that steps back far had been wrong before; a little is a call that comes late.
    if moment - latest > Self.longestPause || moment < latest - Self.longestPause {
      for place in entries.indices { entries.values[place].skip(from: latest, to: moment) }
      self.latest = moment
      return moment
    }
    self.latest = max(latest, moment)
    return max(latest, moment)
  }

  private mutating func advance(_ place: Dictionary<Scope, Entry>.Index, to now: Nanoseconds) {
    let scope = entries.keys[place]
    let weeks = weeksPerAlarm
    var found: [(SpendResolution, SpendDetector.Change, SpendDetector.Incident, Nanoseconds)] = []
    entries.values[place].advance(to: now, scores: &scores, weeks) { found.append(($0, $1, $2, $3)) }
    for (resolution, change, incident, at) in found {
      guard let phase = entries.values[place].tell(change, resolution, at: at) else { continue }
      if pending.count < Self.mostPending {
        pending.append(SpendIncident(scope: scope, phase: phase, resolution: resolution, incident: incident, at: at))
      } else {
        dropped += 1
      }
    }
  }

  private mutating func turnDay(at now: Nanoseconds) {
    for resolution in scores.indices { scores[resolution].decay() }
    for (scope, entry) in entries {
      let active = min(max(entry.lastSeen - entry.firstSeen, .days(1)), .days(14))
      if now - entry.lastSeen > active, !entry.isOpen { entries[scope] = nil }
    }
    var busy = entries.values.count { $0.fiveMinutes != nil }
    for place in entries.indices {
      let isBusy = entries.values[place].calls >= settings.busyCalls
      if isBusy { entries.values[place].lastBusy = now }
      if entries.values[place].fiveMinutes == nil, isBusy, busy < settings.busyCapacity {
        entries.values[place].fiveMinutes = SpendDetector(.fiveMinutes, at: now)
        busy += 1
      } else if let fine = entries.values[place].fiveMinutes, fine.incident == nil,
        now - entries.values[place].lastBusy > .days(7)
      {
        entries.values[place].fiveMinutes = nil
        busy -= 1
      }
      entries.values[place].calls = 0
    }
  }
}
