internal import CallModel

extension SpendAnomalyBoard.Entry {
  mutating func add(_ cost: NanoDollars, at now: Nanoseconds) {
    hour.add(cost)
    day.add(cost)
    fiveMinutes?.add(cost)
    calls = min(calls + 1, 1_000_000_000)
    lastSeen = now
  }

  mutating func skip(from start: Nanoseconds, to end: Nanoseconds) {
    hour.skip(from: start, to: end)
    day.skip(from: start, to: end)
    fiveMinutes?.skip(from: start, to: end)
    lastSeen = min(lastSeen, end)
    firstSeen = min(firstSeen, end)
  }

  mutating func advance(
    to now: Nanoseconds, scores: inout [ScoreHistogram], _ weeks: Double,
    _ body: (SpendResolution, SpendDetector.Change, SpendDetector.Incident, Nanoseconds) -> Void
  ) {
    fiveMinutes?.advance(to: now, scores: &scores[0], oneAlarmEvery: weeks) { body(.fiveMinutes, $0, $1, $2) }
    hour.advance(to: now, scores: &scores[1], oneAlarmEvery: weeks) { body(.hour, $0, $1, $2) }
    day.advance(to: now, scores: &scores[2], oneAlarmEvery: weeks) { body(.day, $0, $1, $2) }
  }

  /// What people are to be told of a change: one incident where several resolutions find it.
  ///
  /// A beginning is the same incident if people were told within the last hour, or within the
  /// bucket that has now closed; an end is one only when nothing else is open.
  mutating func tell(
    _ change: SpendDetector.Change, _ resolution: SpendResolution, at: Nanoseconds
  ) -> SpendIncident.Phase? {
    switch change {
    case .began:
      defer { if told == nil || !isSame(resolution, at: at) { told = at } }
      return isSame(resolution, at: at) ? nil : .began
    case .worsened: return .worsened
    case .ended: return isOpen ? nil : .ended
    }
  }

  private func isSame(_ resolution: SpendResolution, at: Nanoseconds) -> Bool {
    guard let told else { return false }
    return at - told <= max(.hours(1), resolution.width)
  }
}
