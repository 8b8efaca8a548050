extension RatioSignal: WatchedSignal {
  package var isLearned: Bool {
    if case .objective = settings.baseline { return true }
    return learner.isLearned
  }
  package var usual: (level: Double, reference: Double) { (level.pHat, level.q) }
  package var shift: (wanted: Double, smallest: Double) {
    if case .objective = settings.baseline { return (settings.smallestShift, 0) }
    return (settings.smallestShift, learner.smallestDetectableShift)
  }

  package mutating func adopt(_ fresh: RatioSignal) -> Bool {
    guard learner.isSound, detector.isSound, raised?.isSound ?? true else { return false }
    let isOtherBaseline = settings.baseline != fresh.settings.baseline
    settings = fresh.settings
    if isOtherBaseline {
      raised = nil
      detector.reset()
      learner.thaw()
    }
    makeLevel()
    return true
  }
}

extension RatioSignal: Codable {
  private enum CodingKeys: CodingKey { case settings, detector, learner, raised, last, judged }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(try container.decode(ShiftSettings.self, forKey: .settings))
    detector = try container.decode(ShiftDetector.self, forKey: .detector)
    learner = try container.decode(BaselineLearner.self, forKey: .learner)
    raised = try container.decodeIfPresent(RaisedAlarm.self, forKey: .raised)
    last = try container.decode(Int64.self, forKey: .last)
    judged = try container.decode(UInt64.self, forKey: .judged)
  }

  /// The level is not kept: it follows from the rest.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(settings, forKey: .settings)
    try container.encode(detector, forKey: .detector)
    try container.encode(learner, forKey: .learner)
    try container.encodeIfPresent(raised, forKey: .raised)
    try container.encode(last, forKey: .last)
    try container.encode(judged, forKey: .judged)
  }
}
