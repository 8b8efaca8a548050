internal import CallModel

extension ThrottleController {
  /// The share after a cut for the present estimate.
  func cutShare(at now: Nanoseconds) -> Double {
    let floor = floor(at: now)
    let wanted: Double
    switch cause {
    case .quality:
      wanted = clamp(target(floor: floor), share * ThrottleConstants.deepestCut, share * ThrottleConstants.lightestCut)
    case .latency, .errors: wanted = share * clamp(1 - estimate, 0.1, ThrottleConstants.lightestCut)
    case .spend: wanted = share * clamp(1 - estimate, 0, ThrottleConstants.lightestCut)
    case .external: wanted = share / 2
    }
    return rounded(max(floor, wanted))
  }

  /// The share after a raise, before it is cut off at 1.
  var raisedShare: Double {
    switch cause {
    case .quality, .spend, .external: rounded(2 * share)
    case .latency, .errors: rounded(share < evenFrom ? min(2 * share, evenFrom) : share + evenStep)
    }
  }

  /// 5 % a dwell. Where probes must grow older than that first, a step is as much greater: it is
  /// the pace that callers feel.
  private var evenStep: Double {
    guard cause == .latency, dwell > 0 else { return ThrottleConstants.evenStep }
    let wait = Double(cohorts.patience + cohorts.patience / 8) / Double(dwell)
    return ThrottleConstants.evenStep * clamp(wait, 1, 3)
  }

  /// A quality throttle that fires soon after its release did not hold: it gets slower and harder to convince.
  mutating func countFlap(at now: Nanoseconds) {
    guard hasBeenReleased, !isThrottled else { return }
    let peace = now - since
    if peace >= ThrottleConstants.forgivenAfter {
      flaps = 0
    } else if cause == .quality, prefer != .availability, peace <= ThrottleConstants.flapsWithin {
      // What comes and goes within minutes would else be let in once more before it is damped.
      flaps = min(ThrottleConstants.mostFlaps, flaps + (peace <= ThrottleConstants.flapsAtOnceWithin ? 2 : 1))
    }
  }

  /// The floor where the policy states none.
  static func usualFloor(of cause: ThrottleCause, _ prefer: ThrottlePolicy.Preference) -> Double {
    if prefer == .availability { return 0.10 }
    return cause == .errors ? 0.01 : 0.05
  }

  /// How many times likelier "healthy" must be than "bad" before a raise.
  func evidence(first: Bool) -> Double {
    if prefer == .availability {
      return first ? ThrottleConstants.firstEvidenceForAvailability : ThrottleConstants.nextEvidenceForAvailability
    }
    return first ? ThrottleConstants.firstEvidence : ThrottleConstants.nextEvidence
  }

  /// A share to six decimals, so that steps of 5 % do not end in 0.15000000000000002.
  func rounded(_ share: Double) -> Double { (share * 1e6).rounded() / 1e6 }

  /// Falls evenly from 1 at the tolerated level to the floor at the worst one.
  ///
  /// A limit near or above the usual worst level moves that level up.
  private func target(floor: Double) -> Double {
    let worst = max(ThrottleConstants.worst, min(1, limit + 0.15))
    guard worst > limit else { return 1 }
    return clamp((worst - estimate) / (worst - limit), floor, 1)
  }
}
