package import CallModel

/// What detectors have learned and gathered, to be kept over a restart: windows are rebuilt from
/// the store, these are not.
package struct DetectorSnapshot: Sendable, Codable {
  var ratios: [String: SequentialSnapshot<RatioSignal>] = [:]
  var latencies: [String: SequentialSnapshot<QuantileSignal>] = [:]
  var means: [String: SequentialSnapshot<MeanSignal>] = [:]
  var anomalies: [String: SpendAnomalySnapshot] = [:]

  package var isEmpty: Bool { ratios.isEmpty && latencies.isEmpty && means.isEmpty && anomalies.isEmpty }
}

extension SignalBoard {
  package func detectors(at now: Nanoseconds) -> DetectorSnapshot {
    var snapshot = DetectorSnapshot()
    for test in ratioTests { snapshot.ratios[test.rule.subject] = test.snapshot(at: now) }
    for test in latencyTests { snapshot.latencies[test.rule.subject] = test.snapshot(at: now) }
    for test in meanTests { snapshot.means[test.rule.subject] = test.snapshot(at: now) }
    for test in anomalies { snapshot.anomalies[test.rule.subject] = test.snapshot() }
    return snapshot
  }

  /// Takes up what an earlier run has learned for rules that look at the same today.
  package mutating func restore(_ snapshot: DetectorSnapshot, at now: Nanoseconds) {
    for place in ratioTests.indices {
      if let saved = snapshot.ratios[ratioTests[place].rule.subject] { ratioTests[place].restore(saved, at: now) }
    }
    for place in latencyTests.indices {
      if let saved = snapshot.latencies[latencyTests[place].rule.subject] {
        latencyTests[place].restore(saved, at: now)
      }
    }
    for place in meanTests.indices {
      if let saved = snapshot.means[meanTests[place].rule.subject] { meanTests[place].restore(saved, at: now) }
    }
    for place in anomalies.indices {
      if let saved = snapshot.anomalies[anomalies[place].rule.subject] { anomalies[place].restore(saved) }
    }
  }
}

extension AlertRule {
  /// What a rule looks at: under another name, or of other calls, the same numbers mean something else.
  fileprivate var subject: String { "\(name) \(signal) \(on) \(by.map(\.rawValue))" }
}
