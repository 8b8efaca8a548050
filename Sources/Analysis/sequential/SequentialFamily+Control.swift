package import CallModel

extension SequentialFamily {
  /// How each stratum of a scope stands; empty for a scope that is not known.
  package func status(scope: Scope) -> [(stratum: UInt8, status: ShiftStatus)] {
    guard let place = place(of: scope), let entry = entries[place] else { return [] }
    return entry.strata.map { ($0.id, ShiftStatus($0.signal)) }
  }

  /// The scopes that are known, the parent first.
  package var scopes: [Scope] { entries.compactMap { $0?.scope } }

  /// Ends the alarms of a scope, by a person's word: its baseline learns on.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  package mutating func close(scope: Scope) -> Bool { forEachAlarm(of: scope) { $0.close() } }

  /// Ends the alarms of a scope and takes what was seen since as usual. Never done unasked.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  package mutating func acceptNewLevel(scope: Scope) -> Bool { forEachAlarm(of: scope) { $0.acceptNewLevel() } }

  /// Says that a throttle changes who is admitted in a scope, or no longer does: what comes is
  /// another population, so evidence begins anew, and nothing is learned while it lasts.
  package mutating func set(throttled: Bool, scope: Scope) {
    guard let place = place(of: scope), let entry = entries[place], entry.isThrottled != throttled else { return }
    entries[place]?.isThrottled = throttled
    for index in entry.strata.indices { entries[place]?.strata[index].signal.forgetEvidence() }
  }

  private mutating func forEachAlarm(of scope: Scope, _ body: (inout Signal) -> Void) -> Bool {
    guard let place = place(of: scope), let entry = entries[place] else { return false }
    var hadOne = false
    for index in entry.strata.indices where entry.strata[index].signal.raised != nil {
      hadOne = true
      if var signal = entries[place]?.strata[index].signal {
        body(&signal)
        entries[place]?.strata[index].signal = signal
      }
    }
    return hadOne
  }

  private func place(of scope: Scope) -> Int? {
    places[scope] ?? (entries.first??.scope == scope ? Self.parent : nil)
  }
}
