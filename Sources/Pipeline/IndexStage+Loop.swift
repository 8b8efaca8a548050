internal import Analysis
internal import CallModel
internal import Logging
internal import Storage

extension IndexStage {
  /// Writes down what the loop has decided, and logs it.
  func keep(_ record: LoopRecord, logger: Logger) {
    switch record {
    case .alert(let change):
      push(.alert(change))
      logger.notice(
        "alert \(change.to.rawValue)",
        metadata: ["alert": "\(change.alert)", "scope": "\(change.scope)", "samples": "\(change.evidence.samples)"])
    case .audit(let entry):
      push(.audit(entry))
      logger.notice(
        "\(entry.subject) \(entry.action)",
        metadata: [
          "actor": "\(entry.actor)", "scope": "\(entry.scope)", "mode": "\(entry.enforcement.rawValue)",
          "evidence": "\(entry.evidence)",
        ])
    case .state(let alerts, let throttles, let now):
      for state in [
        StateKey.snapshot(StateKey.alerts, alerts, at: now), StateKey.snapshot(StateKey.throttles, throttles, at: now),
      ] {
        if let state { push(.state(state)) }
      }
    }
  }
}

extension IndexStage {
  /// Keeps what detectors have learned, if there are any.
  func keep(_ detectors: DetectorSnapshot?, at now: Nanoseconds) {
    guard let detectors, let state = StateKey.snapshot(StateKey.detectors, detectors, at: now) else { return }
    push(.state(state))
  }
}

extension JudgedCall {
  init(_ judgement: Judgement) {
    self.init(
      call: judgement.id, evaluator: judgement.evaluator, verdict: judgement.verdict, sample: judgement.sample,
      at: judgement.at)
  }
}
