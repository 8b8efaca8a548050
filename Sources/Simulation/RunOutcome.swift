package import CallModel
internal import Throttling

/// What a run came to.
package struct RunOutcome: Sendable {
  /// The figures of one group of callers.
  package struct OfCaller: Sendable {
    package var name: String
    package var calls = 0
    package var delivered = 0
    package var bad = 0
    package var lost = 0
    package var refused = 0
  }

  package private(set) var callers: [OfCaller]
  package private(set) var errors = 0
  package private(set) var refusedHealthy = 0
  package private(set) var elsewhere = 0
  package internal(set) var throttles = 0
  package internal(set) var releases = 0
  package private(set) var secondsToThrottle: Double?
  package private(set) var secondsToRecover: Double?
  package private(set) var secondsToSuspect: Double?
  package private(set) var spent = 0.0
  package private(set) var spentInIncident = 0.0
  package private(set) var longestWait = 0.0
  /// Alerts in the order in which they fired and ended; the first `mostKept`.
  package private(set) var alerts: [AlertChange] = []
  /// What throttles decided and why; the first `mostKept`.
  package private(set) var audit: [AuditEntry] = []
  package private(set) var timeline: Timeline

  private static let mostKept = 10_000
  private let incident: Range<Nanoseconds>?
  private let evaluatorRules: Set<String>
  private var firstAlarm: Nanoseconds?

  init(of world: World) {
    callers = world.callers.map { OfCaller(name: $0.name) }
    timeline = Timeline(length: world.length)
    let spells =
      world.callers.flatMap { $0.incidents.map(\.spell) } + world.providers.flatMap { $0.incidents.map(\.spell) }
    if let first = spells.map(\.from).min(), let last = spells.map(\.until).max(), first < last {
      incident = first..<last
    } else {
      incident = nil
    }
    evaluatorRules = Set(
      world.watches.compactMap { if case .failRatio = $0.rule.signal { $0.rule.name } else { nil } })
  }

  package var calls: Int { callers.reduce(0) { $0 + $1.calls } }
  package var delivered: Int { callers.reduce(0) { $0 + $1.delivered } }
  package var bad: Int { callers.reduce(0) { $0 + $1.bad } }
  package var lost: Int { callers.reduce(0) { $0 + $1.lost } }
  package var refused: Int { callers.reduce(0) { $0 + $1.refused } }

  /// A figure of this run; nil where it is not defined.
  package func value(of figure: Figure) -> Double? {
    switch figure {
    case .calls: Double(calls)
    case .delivered: Double(delivered)
    case .bad: Double(bad)
    case .lost: Double(lost)
    case .errors: Double(errors)
    case .refused: Double(refused)
    case .refusedHealthy: Double(refusedHealthy)
    case .throttles: Double(throttles)
    case .releases: Double(releases)
    case .secondsToThrottle: secondsToThrottle
    case .secondsToRecover: secondsToRecover
    case .secondsToSuspect: secondsToSuspect
    case .elsewhere: Double(elsewhere)
    case .spent: spent
    case .spentInIncident: spentInIncident
    case .longestWait: longestWait
    case .harm: Double(bad + lost)
    case .harmCut: nil
    }
  }

  // MARK: Counting

  mutating func asked(caller: Int, at now: Nanoseconds) {
    callers[caller].calls += 1
    timeline.add(at: now) { $0.asked += 1 }
  }

  mutating func refused(caller: Int, whileHealthy: Bool, at now: Nanoseconds) {
    callers[caller].refused += 1
    if whileHealthy { refusedHealthy += 1 }
    timeline.add(at: now) { $0.refused += 1 }
  }

  mutating func ended(_ attempt: Simulation.Attempt, inIncident: Bool, at now: Nanoseconds) {
    if attempt.isError {
      errors += 1
      timeline.add(at: now) { $0.errors += 1 }
    } else {
      spent += attempt.cost
      if inIncident { spentInIncident += attempt.cost }
    }
  }

  mutating func delivered(_ trip: Simulation.Trip, isBad: Bool, elsewhere isElsewhere: Bool, at now: Nanoseconds) {
    callers[trip.caller].delivered += 1
    if isBad { callers[trip.caller].bad += 1 }
    if isElsewhere { elsewhere += 1 }
    longestWait = max(longestWait, (now - trip.begun).inSeconds)
    timeline.add(at: now) {
      if isBad { $0.bad += 1 } else { $0.good += 1 }
    }
  }

  mutating func gaveUp(_ trip: Simulation.Trip, at now: Nanoseconds) {
    callers[trip.caller].lost += 1
    longestWait = max(longestWait, (now - trip.begun).inSeconds)
    timeline.add(at: now) { $0.lost += 1 }
  }

  mutating func alert(_ change: AlertChange) {
    if change.to == .firing, firstAlarm == nil, evaluatorRules.contains(change.alert) { firstAlarm = change.at }
    guard change.to == .firing || change.from == .firing else { return }
    timeline.alert(change)
    if alerts.count < Self.mostKept { alerts.append(change) }
  }

  mutating func keep(_ entry: AuditEntry) {
    if audit.count < Self.mostKept { audit.append(entry) }
  }

  mutating func evaluatorChanged(_ isSuspect: Bool, at now: Nanoseconds) {
    if isSuspect, secondsToSuspect == nil, let firstAlarm { secondsToSuspect = (now - firstAlarm).inSeconds }
  }

  mutating func sample(loop: ControlLoop, at now: Nanoseconds) {
    let share = loop.lowestShare(at: now)
    timeline.share(share, at: now)
    guard let incident else { return }
    if now >= incident.lowerBound, share <= 0.8, secondsToThrottle == nil, now < incident.upperBound {
      secondsToThrottle = (now - incident.lowerBound).inSeconds
    }
    if now >= incident.upperBound, share >= 0.95, secondsToRecover == nil {
      secondsToRecover = (now - incident.upperBound).inSeconds
    }
  }

  mutating func close(at now: Nanoseconds) { timeline.close(at: now) }
}
