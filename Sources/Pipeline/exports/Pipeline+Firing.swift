internal import Alerting
internal import CallModel

extension Pipeline {
  /// The alerts that fire and that an exporter is told of, each as a change from firing to firing, made
  /// when it began.
  func firing(toldTo exporter: String) -> [AlertChange] {
    let rules = inForce.value.alerts
    let others = Set(rules.filter { !$0.notify.isEmpty && !$0.notify.contains(exporter) }.map(\.name))
    return loop.activeAlerts().compactMap { alert in
      guard alert.state == .firing, !others.contains(alert.alert) else { return nil }
      return AlertChange(
        alert: alert.alert, scope: alert.scope, signal: alert.signal, from: .firing, to: .firing, at: alert.since,
        evidence: alert.value, threshold: alert.threshold)
    }
  }
}
