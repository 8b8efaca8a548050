package import CallModel

/// What was done with a message of Alertmanager's, for the answer to it.
package struct AlertmanagerReceipt: Sendable {
  /// An alert that drives nothing here.
  package struct Ignored: Hashable, Sendable {
    package var alertname: String
    package var reason: String
  }

  /// No answer lists more of what was ignored.
  package static let mostListed = 50

  /// How many alerts the message held.
  package var received = 0
  /// How many of them began, were told again, and ended.
  package var fired = 0
  package var repeated = 0
  package var resolved = 0
  /// How many were older than what is known, or ended what never began here.
  package var stale = 0
  /// How many found no place because too many fire.
  package var refused = 0
  package var ignored = 0
  /// Each name and reason once, the first `mostListed`.
  package var ignoredAlerts: [Ignored] = []
  /// How many alerts Alertmanager left out of the message (`max_alerts`): nobody knows of those.
  package var truncated = 0

  package var description: String {
    var parts = ["\(received) received", "\(fired) fired", "\(repeated) repeated", "\(resolved) resolved"]
    if stale > 0 { parts.append("\(stale) out of date") }
    if refused > 0 { parts.append("\(refused) refused: too many fire") }
    if ignored > 0 { parts.append("\(ignored) ignored") }
    if truncated > 0 { parts.append("\(truncated) left out by Alertmanager: raise max_alerts") }
    return parts.joined(separator: ", ")
  }

  mutating func ignore(_ alert: AlertmanagerMessage.Alert, _ reason: String) {
    ignored += 1
    let entry = Ignored(alertname: String(alert.name.prefix(64)), reason: reason)
    if ignoredAlerts.count < Self.mostListed, !ignoredAlerts.contains(entry) { ignoredAlerts.append(entry) }
  }

  mutating func count(_ outcome: ExternalAlerts.Outcome) {
    switch outcome {
    case .fired: fired += 1
    case .repeated: repeated += 1
    case .resolved: resolved += 1
    case .stale: stale += 1
    case .refused: refused += 1
    }
  }
}

extension AlertBook {
  /// Takes in a message of Alertmanager's: the alerts in it that bear the name of a rule with
  /// `signal: external` fire and resolve that rule's alerts.
  ///
  /// The scope is made of the labels that the rule groups by and the alert has, within the rule's
  /// `on`. Several alerts may share a scope: its alert fires while any of them does.
  package mutating func receive(
    _ message: AlertmanagerMessage, at now: Nanoseconds
  ) -> (changes: [AlertChange], receipt: AlertmanagerReceipt) {
    var receipt = AlertmanagerReceipt()
    receipt.received = message.alerts.count
    receipt.truncated = message.truncated
    var touched: [(rule: Int, scope: Scope)] = []
    for alert in message.alerts {
      if alert.name.isEmpty {
        receipt.ignore(alert, "it has no label alertname")
        continue
      }
      guard let index = rules.firstIndex(where: { $0.name == alert.name && $0.signal == .external }) else {
        receipt.ignore(alert, "there is no alert of this name with signal: external")
        continue
      }
      guard let scope = rules[index].scope(of: alert.dimensions) else {
        receipt.ignore(alert, "its labels lie outside of the rule's 'on'")
        continue
      }
      let (outcome, scopes) = external.receive(alert, rule: rules[index], scope: scope, at: now)
      receipt.count(outcome)
      touched += scopes.map { (index, $0) }
    }
    return (touched.compactMap { recount(rule: $0.rule, $0.scope, at: now) }, receipt)
  }

  /// Ends what was not repeated in time.
  mutating func expireExternal(at now: Nanoseconds) -> [AlertChange] {
    guard rules.contains(where: { $0.signal == .external }) else { return [] }
    external.expire(rules: rules, at: now)
    var over: [(rule: Int, scope: Scope)] = []
    for index in rules.indices where rules[index].signal == .external {
      for (scope, entry) in entries[index] where entry.state == .firing && external.count(rules[index].name, scope) == 0
      {
        over.append((index, scope))
      }
    }
    return over.compactMap { recount(rule: $0.rule, $0.scope, at: now) }
  }

  private mutating func recount(rule index: Int, _ scope: Scope, at now: Nanoseconds) -> AlertChange? {
    let count = external.count(rules[index].name, scope)
    return update(rule: index, scope: scope, value: SignalValue(value: Double(count), samples: count), at: now)
  }
}

extension AlertRule {
  /// What an alert from outside with these labels is about; nil if that lies outside of `on`.
  ///
  /// A label that it lacks narrows nothing: there `on` holds, or everything.
  fileprivate func scope(of labels: Dimensions) -> Scope? {
    let own = Scope(by, of: labels).clauses
    for clause in on.clauses where labels[clause.dimension] != nil {
      guard Scope(clauses: [clause]).matches(labels) else { return nil }
    }
    let narrowed = Set(own.map(\.dimension))
    return Scope(clauses: own + on.clauses.filter { !narrowed.contains($0.dimension) })
  }
}
