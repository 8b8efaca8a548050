package import CallModel

/// An alert that is not inactive, as `/api/alerts` shows it.
package struct ActiveAlert: Sendable {
  package var alert: String
  package var scope: Scope
  package var signal: Signal
  package var threshold: Double
  package var state: AlertState
  /// When it came into this state.
  package var since: Nanoseconds
  /// The signal's value when it was last looked at.
  package var value: SignalValue
}

/// How many scopes of an alert fire under one set of labels: `assay_alert_firing`.
package struct FiringCount: Hashable, Sendable {
  package var alert: String
  /// The scope's pattern for this dimension; empty if it has none.
  package var route: String
  package var provider: String
  package var model: String
  package var count: Int
}

extension AlertBook {
  /// Every alert that is pending, firing or resolved, by rule and then by scope.
  package func list() -> [ActiveAlert] {
    zip(rules, entries).flatMap { rule, entries in
      entries.sorted { $0.key.description < $1.key.description }.map { scope, entry in
        ActiveAlert(
          alert: rule.name, scope: scope, signal: rule.signal, threshold: entry.value.finding?.reference ?? rule.above,
          state: entry.state,
          since: entry.since, value: entry.value)
      }
    }
  }

  /// The firing scopes counted by alert, route, provider and model; other dimensions are folded.
  ///
  /// An alert of which no scope fires is there with a count of 0 and no labels, so that its
  /// series exists before it first fires.
  package func firing() -> [FiringCount] {
    zip(rules, entries).flatMap { rule, entries in
      var counts: [FiringCount: Int] = [:]
      for (scope, entry) in entries where entry.state == .firing {
        let labels = FiringCount(
          alert: rule.name, route: scope[.route] ?? "", provider: scope[.provider] ?? "", model: scope[.model] ?? "",
          count: 0)
        counts[labels, default: 0] += 1
      }
      let none = FiringCount(alert: rule.name, route: "", provider: "", model: "", count: 0)
      if counts.isEmpty { return [none] }
      return counts.map { labels, count in
        var counted = labels
        counted.count = count
        return counted
      }
      .sorted { ($0.route, $0.provider, $0.model) < ($1.route, $1.provider, $1.model) }
    }
  }
}
