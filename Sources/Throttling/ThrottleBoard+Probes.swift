package import CallModel

extension ThrottleBoard {
  /// Whether a throttle, shadow or not, watches calls of these dimensions: then they should all be judged.
  package func isProbing(_ dimensions: Dimensions) -> Bool {
    var isProbing = false
    active.forEachMatch(of: dimensions) { _ in isProbing = true }
    return isProbing
  }

  /// Whether any throttle is closed to any degree; without one, calls need not be shown here.
  package var isProbing: Bool { !active.isEmpty }

  /// A call came through: it counts as an arrival, for throttles on latency and errors as a
  /// probe, for those on spend by what it cost.
  ///
  /// - Parameters:
  ///   - dimensions: asked at most once, and only while a throttle is active.
  ///   - now: the call's arrival.
  package mutating func observe(
    call: CallRecord, dimensions: () -> Dimensions, at now: Nanoseconds
  ) -> [ThrottleAction] {
    guard !active.isEmpty, call.operation != .notACall else { return [] }
    let dimensions = dimensions()
    var actions: [ThrottleAction] = []
    let inForce = shareInForce(for: dimensions, at: now)
    for place in activePlaces(matching: dimensions) {
      actions += act(on: place, at: now) { entry in
        let start = now - (call.duration ?? 0)
        let isOld = entry.enforcement == .enforce && start < entry.controller.steppedAt
        // The call was decided on before the last step, by the share of that time.
        let share = isOld ? entry.controller.shareBefore : inForce
        if let lesser = entry.rule.throttle?.degrade, dimensions.model == lesser, entry.key.scope[.model] == nil {
          // It was sent elsewhere: it shows nothing of what the throttle is about.
          return nil
        }
        entry.controller.arrive(admittedShare: share, at: now)
        if let caller = dimensions[.caller] { entry.demand?.record(caller, admittedShare: inForce, at: now) }
        switch entry.controller.cause {
        case .latency:
          guard let duration = entry.rule.signal.isOfFirstToken ? call.timeToFirstToken : call.duration else {
            return nil
          }
          let isSlow = duration.inSeconds > entry.threshold ?? entry.rule.above
          return entry.controller.probe(failed: isSlow, startedAt: start, at: now)
        case .errors:
          guard let failed = entry.rule.signal.isFailed(call.outcome) else { return nil }
          if failed, let duration = call.duration { entry.controller.hearError(after: duration) }
          return entry.controller.probe(failed: failed, startedAt: start, at: now)
        case .spend: return call.cost.flatMap { entry.controller.charge($0, admittedShare: share, at: now) }
        case .quality, .external: return nil
        }
      }
    }
    return actions
  }

  /// A call was judged: for throttles on this evaluator's fail ratio it is a probe.
  ///
  /// - Parameters:
  ///   - dimensions: asked at most once, and only while a throttle is active.
  ///   - now: when the verdict came.
  package mutating func observe(
    verdict: Verdict, of evaluator: String, sample: Sample, call: CallRecord, dimensions: () -> Dimensions,
    at now: Nanoseconds
  ) -> [ThrottleAction] {
    guard !active.isEmpty, verdict.kind == .pass || verdict.kind == .fail else { return [] }
    var actions: [ThrottleAction] = []
    let known = dimensions()
    for place in activePlaces(matching: known) {
      guard let rule = entries[place]?.rule, rule.signal.evaluator == evaluator else { continue }
      let failed = rule.signal.isFailed(verdict)
      if let lesser = rule.throttle?.degrade, known.model == lesser, entries[place]?.key.scope[.model] == nil {
        continue
      }
      actions += act(on: place, at: now) {
        $0.controller.probe(
          failed: failed, weight: sample.weight, startedAt: call.arrival - (call.duration ?? 0), at: now)
      }
    }
    return actions
  }

  private func activePlaces(matching dimensions: Dimensions) -> [Int] {
    var places: [Int] = []
    active.forEachMatch(of: dimensions) { places.append($0) }
    return places
  }
}

extension Signal {
  fileprivate var isOfFirstToken: Bool {
    if case .timeToFirstToken = self { return true }
    return false
  }

  /// Whether a probe went wrong; nil: it says nothing of this.
  fileprivate func isFailed(_ outcome: Outcome) -> Bool? {
    switch self {
    case .truncationRatio: outcome == .error ? nil : outcome == .truncated
    case .refusalRatio: outcome == .error ? nil : outcome == .filtered
    default: outcome == .error
    }
  }

  fileprivate func isFailed(_ verdict: Verdict) -> Bool {
    if case .labelRatio(_, let label) = self { return verdict.label == label }
    return verdict.kind == .fail
  }
}
