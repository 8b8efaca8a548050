internal import CallModel

/// A rule over spend anomalies: what each of its groups spends, and which of them left its habits.
struct AnomalyGroups: Sendable {
  private var scopes: RuleScopes
  private var board: SpendAnomalyBoard
  /// Scopes whose incident ended since the last look: reported once more.
  private var ended: Set<Scope> = []

  var rule: AlertRule { scopes.rule }
  var needsDimensions: Bool { scopes.needsDimensions }
  var refused: UInt64 { board.unwatched }
  var count: Int { board.count }
  var scores: [(scope: Scope, score: Double)] { board.anomalyScores }

  init(rule: AlertRule, capacity: Int) {
    scopes = RuleScopes(rule: rule)
    var settings = SpendAnomalyBoard.Settings()
    settings.capacity = min(capacity, settings.capacity)
    if case .sequential(let policy) = rule.condition {
      settings.weeksPerAlarm = Double(policy.falseAlarmEvery) / Double(Nanoseconds.days(7))
    }
    board = SpendAnomalyBoard(settings)
  }

  mutating func record(
    _ cost: NanoDollars, of call: CallRecord, dimensions: Dimensions?, symbols: Symbols, at now: Nanoseconds
  ) {
    guard let scope = scopes.scope(of: call, dimensions: dimensions, symbols: symbols) else { return }
    board.observe(scope: scope, cost: cost, at: now)
  }

  /// The incidents that are open, and once those that have ended.
  mutating func values(at now: Nanoseconds) -> [(scope: Scope, value: SignalValue)] {
    for incident in board.tick(at: now) {
      if incident.phase == .ended { ended.insert(incident.scope) } else { ended.remove(incident.scope) }
    }
    let open = board.open.map { ($0.scope, $0.value(isAlarm: true)) }
    let over = ended.subtracting(open.map(\.0))
    ended = []
    return open
      + over.map {
        (
          $0,
          SignalValue(value: nil, samples: 0, finding: .init(isAlarm: false, baseline: 0, reference: 0, evidence: ""))
        )
      }
  }

  func snapshot() -> SpendAnomalySnapshot { board.snapshot() }
  mutating func restore(_ snapshot: SpendAnomalySnapshot) { board.restore(snapshot) }
}

extension SpendIncident {
  fileprivate func value(isAlarm: Bool) -> SignalValue {
    let width = resolution.width.inSeconds / 3_600
    let usual = usualRate.dollarsPerHour
    return SignalValue(
      value: surprise.value / width, samples: 1,
      finding: SignalValue.Finding(
        isAlarm: isAlarm, baseline: usual, reference: surprise.usual.high / width, evidence: explanation,
        usualRate: usual))
  }
}
