internal import CallModel

/// Which alerts fire at a moment of the history, and what that would have meant for the calls.
struct FiringLedger {
  private struct Key: Hashable {
    var alert: String
    var scope: Scope
  }

  private(set) var report: BacktestReport
  private var open: [Key: BacktestReport.Firing] = [:]
  /// The admitted shares of throttles that are not fully open.
  private var shares: [Key: Double] = [:]
  private let places: [String: Int]

  init(_ rules: [AlertRule], from: Nanoseconds, to: Nanoseconds) {
    report = BacktestReport(from: from, to: to, rules: rules.map { BacktestReport.Rule(rule: $0) })
    places = Dictionary(rules.enumerated().map { ($1.name, $0) }) { first, _ in first }
  }

  var isIdle: Bool { open.isEmpty }

  mutating func countVerdict() { report.verdicts += 1 }

  mutating func observe(_ change: AlertChange) {
    let key = Key(alert: change.alert, scope: change.scope)
    if change.to == .firing {
      open[key] = BacktestReport.Firing(
        alert: change.alert, scope: change.scope, since: change.at, evidence: change.evidence,
        peak: change.evidence.value)
    } else if change.from == .firing, let firing = open.removeValue(forKey: key) {
      close(firing, at: change.at)
    }
  }

  mutating func observe(_ entry: AuditEntry) {
    guard entry.subject == "throttle" else { return }
    let key = Key(alert: entry.actor, scope: entry.scope)
    shares[key] = entry.to < 1 ? entry.to : nil
  }

  /// A firing alert's value now.
  mutating func observe(_ alert: String, _ scope: Scope, value: Double?) {
    guard let value, value.isFinite, var firing = open[Key(alert: alert, scope: scope)] else { return }
    firing.peak = max(firing.peak ?? value, value)
    open[Key(alert: alert, scope: scope)] = firing
  }

  /// A call arrived.
  mutating func observe(_ call: Dimensions, at now: Nanoseconds) {
    report.calls += 1
    guard now >= report.from else { return }
    for key in Array(open.keys) where key.scope.matches(call) {
      open[key]?.calls += 1
      open[key]?.turnedAway += 1 - (shares[key] ?? 1)
    }
  }

  /// What fires still at the end is listed without one.
  mutating func finish() -> BacktestReport {
    for firing in open.values { close(firing, at: nil) }
    open = [:]
    report.firings.sort { ($0.since, $0.alert, "\($0.scope)") < ($1.since, $1.alert, "\($1.scope)") }
    return report
  }

  private mutating func close(_ firing: BacktestReport.Firing, at end: Nanoseconds?) {
    let last = end ?? report.to
    // What ended before belongs to the warm-up.
    guard last >= report.from, let place = places[firing.alert] else { return }
    var firing = firing
    firing.until = end
    report.rules[place].fired += 1
    report.rules[place].firing += max(0, last - max(firing.since, report.from))
    report.rules[place].calls += firing.calls
    report.rules[place].turnedAway += firing.turnedAway
    if report.firings.count < BacktestReport.mostFirings {
      report.firings.append(firing)
    } else {
      report.unlisted += 1
    }
  }
}
