import CallModel

/// The labels route, decision and reason; the route is text that anybody may have sent.
struct AdmissionLabels: SeriesLabels {
  static let longestRoute = 200

  var route: String
  var decision: AdmissionDecision
  var reason: String

  init(route: String?, decision: AdmissionDecision, reason: String) {
    let route = route ?? ""
    // Cut before it is hashed, so that a long name costs no more than a short one.
    self.route =
      route.utf8.count <= Self.longestRoute
      ? route : String(decoding: route.utf8.prefix(Self.longestRoute), as: UTF8.self)
    self.decision = decision
    self.reason = reason
  }

  var folded: Self { Self(route: "other", decision: decision, reason: reason) }
}
