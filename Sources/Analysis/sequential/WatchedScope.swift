internal import CallModel

/// One scope of a sequential rule: a signal for each stratum of its events.
struct WatchedScope<Signal: WatchedSignal>: Sendable {
  struct Stratum: Sendable {
    var id: UInt8
    var signal: Signal
    /// The part of the budget at the event before.
    var share = 1.0
  }

  /// More strata than this share the last one.
  static var mostStrata: Int { 16 }

  var scope: Scope
  var strata: [Stratum] = []
  var touched: Nanoseconds
  /// While a throttle changes who is admitted nothing is learned.
  var isThrottled = false

  /// - Parameter part: this scope's part of the budget now.
  mutating func bet(
    _ value: Double, stratum: UInt8, part: Double, fresh: Signal, at now: Nanoseconds
  ) -> ShiftFinding.Event? {
    let index = place(of: stratum, fresh: fresh)
    let part = part / Double(strata.count)
    let share = min(part, strata[index].share)
    strata[index].share = part
    if strata[index].signal.raised != nil {
      _ = strata[index].signal.observe(value, share: 0, learns: false, at: now)
      guard strata[index].signal.isWell(after: value) else { return nil }
      strata[index].signal.close()
      return .ended
    }
    guard let alarm = strata[index].signal.observe(value, share: share, learns: !isThrottled, at: now) else {
      return nil
    }
    strata[index].signal.raise(alarm)
    return .raised(alarm)
  }

  private mutating func place(of stratum: UInt8, fresh: Signal) -> Int {
    if let known = strata.firstIndex(where: { $0.id == stratum }) { return known }
    if strata.count >= Self.mostStrata { return strata.count - 1 }
    strata.append(Stratum(id: stratum, signal: fresh))
    return strata.count - 1
  }
}
