package import CallModel
internal import GRDB

extension IndexSnapshot {
  /// The latest changes of alerts, newest first.
  package func alerts(limit: Int = 100) throws -> [AlertChange] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT at_ns, alert, scope, signal, evaluator, quantile, from_state, to_state, value, lower, upper, samples,
          threshold, detail, baseline, finding
        FROM alerts ORDER BY id DESC LIMIT ?
        """, arguments: [min(max(limit, 0), 10_000)]
    ).compactMap(AlertChange.init)
  }

  /// The latest lines of the audit, newest first.
  package func audit(limit: Int = 100) throws -> [AuditEntry] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT at_ns, subject, action, actor, scope, enforcement, from_share, to_share, evidence
        FROM audit ORDER BY id DESC LIMIT ?
        """, arguments: [min(max(limit, 0), 10_000)]
    ).compactMap(AuditEntry.init)
  }
}

extension Signal {
  fileprivate init?(stored row: Row) {
    switch row[3] as String {
    case "fail_ratio": self = .failRatio(evaluator: row[4] ?? "")
    case "label_ratio": self = .labelRatio(evaluator: row[4] ?? "", label: row[13] ?? "")
    case "latency": self = .latency(quantile: row[5] ?? 0)
    case "time_to_first_token": self = .timeToFirstToken(quantile: row[5] ?? 0)
    case "error_ratio": self = .errorRatio(type: row[13])
    case "truncation_ratio": self = .truncationRatio
    case "refusal_ratio": self = .refusalRatio
    case "spend_rate": self = .spendRate
    case "cost_per_call": self = .costPerCall
    case "tokens_per_call": self = .tokensPerCall
    case "spend_anomaly": self = .spendAnomaly
    case "external": self = .external
    default: return nil
    }
  }
}

extension AlertChange {
  /// Nil for a signal or a scope that this version cannot read.
  fileprivate init?(_ row: Row) {
    guard let signal = Signal(stored: row) else { return nil }
    guard let scope = try? Scope(parsing: row[2] as String), let from = AlertState(rawValue: row[6]),
      let to = AlertState(rawValue: row[7])
    else { return nil }
    self.init(
      alert: row[1], scope: scope, signal: signal, from: from, to: to, at: row[0],
      evidence: SignalValue(
        value: row[8], lower: row[9], upper: row[10], samples: row[11],
        finding: (row[15] as String?).map {
          SignalValue.Finding(isAlarm: to == .firing, baseline: row[14] ?? 0, reference: row[12], evidence: $0)
        }), threshold: row[12])
  }
}

extension AuditEntry {
  /// Nil for a scope that this version cannot read.
  fileprivate init?(_ row: Row) {
    guard let scope = try? Scope(parsing: row[4] as String), let enforcement = Enforcement(rawValue: row[5]) else {
      return nil
    }
    self.init(
      at: row[0], subject: row[1], action: row[2], actor: row[3], scope: scope, enforcement: enforcement, from: row[6],
      to: row[7], evidence: row[8])
  }
}
