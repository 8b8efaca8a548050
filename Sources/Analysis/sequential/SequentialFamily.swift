package import CallModel

/// All signals of one sequential rule: its scopes, and the strata of each, with one budget of
/// false alarms.
///
/// Half of the budget belongs to the parent (all calls of the rule), the other half evenly to the
/// scopes that are alive; a scope's part goes evenly to its strata. Parts are taken at each event
/// for the time before it, and are never more than what the signal had at the event before, so at
/// any moment they add up to at most 1 and the expected number of false alarms of the whole rule
/// is at most `t / falseAlarmEvery`. A scope that appears takes from the others from then on;
/// evidence that is there stays, since it was started under the parts of its time.
///
/// At most `capacity` scopes are kept. Newcomers beyond are counted in `refused` and watched by
/// the parent alone. A scope without events for a week is forgotten with its baseline: evidence
/// that is lost makes no alarm, so the rate still holds.
package struct SequentialFamily<Signal: WatchedSignal>: Sendable {
  struct SessionKey: Hashable, Sendable {
    var place: Int
    var stratum: UInt8
    var session: UInt64
  }

  /// The part of the budget that the parent has if the rule has scopes.
  package static var partOfParent: Double { 0.5 }
  package static var forgottenAfter: Nanoseconds { .days(7) }
  static var parent: Int { 0 }

  let fresh: Signal
  let capacity: Int
  let hasScopes: Bool
  var entries: [WatchedScope<Signal>?]
  var places: [Scope: Int] = [:]
  private var free: [Int] = []
  private var sessions = SessionBets<SessionKey>()
  private var nextSweep = Nanoseconds.min
  /// How many events found no place of their own.
  package private(set) var refused: UInt64 = 0

  /// - Parameters:
  ///   - fresh: what each signal begins as.
  ///   - parent: the scope of all calls of the rule.
  ///   - hasScopes: whether the rule groups by dimensions; else the parent has the whole budget.
  package init(_ fresh: Signal, parent: Scope = .everything, hasScopes: Bool = true, capacity: Int = 10_000) {
    self.fresh = fresh
    self.hasScopes = hasScopes
    self.capacity = max(1, capacity)
    entries = [WatchedScope(scope: parent, touched: .min)]
    // The parent's scope may also be that of a call which has none of the rule's dimensions.
    if !hasScopes { places[parent] = Self.parent }
  }

  /// How many scopes are alive, the parent not counted.
  package var scopeCount: Int { hasScopes ? places.count : 0 }

  /// Counts an event for its scope and for the parent.
  ///
  /// - Parameters:
  ///   - value: 0 or 1 for a ratio, seconds for a latency, money for a mean.
  ///   - stratum: why the call was looked at; each has evidence and a baseline of its own.
  ///   - session: gathers verdicts to one bet; nil bets at once.
  ///   - now: when the event was heard of. Events count in the order in which they are heard of.
  /// - Returns: what began or ended by it.
  package mutating func observe(
    scope: Scope, _ value: Double, stratum: UInt8 = 0, session: UInt64? = nil, at now: Nanoseconds
  ) -> [ShiftFinding] {
    guard value >= 0, value.isFinite else { return [] }
    var findings = tick(at: now)
    let child = hasScopes ? place(of: scope, at: now) : nil
    for place in [child, Self.parent] {
      guard let place else { continue }
      entries[place]?.touched = now
      guard let session else {
        if let finding = bet(value, place: place, stratum: stratum, at: now) { findings.append(finding) }
        continue
      }
      let key = SessionKey(place: place, stratum: stratum, session: session)
      for closed in sessions.add(value, to: key, at: now) {
        if let finding = bet(closed, at: now) { findings.append(finding) }
      }
    }
    return findings
  }

  /// Bets on the sessions that are complete by now, and forgets the scopes that are idle.
  package mutating func tick(at now: Nanoseconds) -> [ShiftFinding] {
    sweep(at: now)
    return sessions.close(dueAt: now).compactMap { bet($0, at: now) }
  }

  private mutating func bet(_ closed: SessionBets<SessionKey>.Closed, at now: Nanoseconds) -> ShiftFinding? {
    bet(closed.mean, place: closed.key.place, stratum: closed.key.stratum, at: now)
  }

  private mutating func bet(_ value: Double, place: Int, stratum: UInt8, at now: Nanoseconds) -> ShiftFinding? {
    let part = share(ofPlace: place)
    let fresh = fresh
    guard let event = entries[place]?.bet(value, stratum: stratum, part: part, fresh: fresh, at: now),
      let scope = entries[place]?.scope
    else { return nil }
    return ShiftFinding(scope: scope, stratum: stratum, event: event)
  }

  private func share(ofPlace place: Int) -> Double {
    guard hasScopes else { return 1 }
    if place == Self.parent { return Self.partOfParent }
    return (1 - Self.partOfParent) / Double(max(1, places.count))
  }

  private mutating func place(of scope: Scope, at now: Nanoseconds) -> Int? {
    if let place = places[scope] { return place }
    guard places.count < capacity else {
      refused &+= 1
      return nil
    }
    return put(WatchedScope(scope: scope, touched: now))
  }

  @discardableResult
  mutating func put(_ entry: WatchedScope<Signal>) -> Int {
    let place: Int
    if let reused = free.popLast() {
      place = reused
      entries[place] = entry
    } else {
      place = entries.count
      entries.append(entry)
    }
    places[entry.scope] = place
    return place
  }

  private mutating func sweep(at now: Nanoseconds) {
    guard now >= nextSweep || nextSweep > now + .days(1) else { return }
    nextSweep = now + .hours(1)
    for place in entries.indices.dropFirst() {
      guard let entry = entries[place], now - entry.touched > Self.forgottenAfter else { continue }
      places[entry.scope] = nil
      entries[place] = nil
      free.append(place)
    }
  }
}
