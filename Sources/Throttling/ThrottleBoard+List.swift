package import CallModel

/// One throttle as `/api/throttles` shows it.
package struct ThrottleStatus: Sendable {
  package var alert: String
  package var scope: Scope
  package var cause: ThrottleCause
  package var mode: Enforcement
  /// The admitted share; in shadow, the one that would be admitted.
  package var share: Double
  /// False: released, and only remembered so that it is damped if it fires again.
  package var isThrottled: Bool
  /// When it fired, or was released.
  package var since: Nanoseconds
  /// What its last step rested on.
  package var evidence: String
  /// The test on probes: its sum, the boundaries of the sum, and what it has seen.
  package var test: SequentialTest
  package var floor: Double
  package var dwellLeft: Nanoseconds
  package var flaps: Int
  package var arrivalsPerMinute: Double
}

/// The lowest share under one set of labels: `assay_throttle_admit_ratio`.
package struct ThrottleShare: Hashable, Sendable {
  package var throttle: String
  /// The scope's pattern for this dimension; empty if it has none.
  package var route: String
  package var provider: String
  package var model: String
  package var share: Double
}

extension ThrottleBoard {
  /// Every throttle, active or lately released, by alert and scope.
  package func list(at now: Nanoseconds) -> [ThrottleStatus] {
    entries.compactMap(\.self).map { entry in
      let controller = entry.controller
      return ThrottleStatus(
        alert: entry.key.alert, scope: entry.key.scope, cause: controller.cause, mode: entry.enforcement,
        share: controller.share, isThrottled: controller.isThrottled, since: controller.since,
        evidence: entry.evidence, test: controller.test, floor: controller.floor(at: now),
        dwellLeft: controller.isThrottled ? controller.dwellLeft(at: now) : 0, flaps: controller.flaps,
        arrivalsPerMinute: controller.rate.perMinute(at: now))
    }
    .sorted { ($0.alert, $0.scope.description) < ($1.alert, $1.scope.description) }
  }

  /// The overrides that hold.
  package func listOverrides(at now: Nanoseconds) -> [Override] { overrides.filter { $0.until > now } }

  /// The lowest share by throttle, route, provider and model; other dimensions are folded.
  /// Lately released throttles are there with a share of 1.
  ///
  /// - Parameter enforcement: only throttles of this mode.
  package func shares(_ enforcement: Enforcement) -> [ThrottleShare] {
    var lowest: [ThrottleShare: Double] = [:]
    for entry in entries.compactMap(\.self) where entry.enforcement == enforcement {
      let scope = entry.key.scope
      let labels = ThrottleShare(
        throttle: entry.key.alert, route: scope[.route] ?? "", provider: scope[.provider] ?? "",
        model: scope[.model] ?? "", share: 1)
      lowest[labels] = min(lowest[labels] ?? 1, entry.controller.share)
    }
    return lowest.map { labels, share in
      var result = labels
      result.share = share
      return result
    }
    .sorted { ($0.throttle, $0.route, $0.provider, $0.model) < ($1.throttle, $1.route, $1.provider, $1.model) }
  }
}
