extension Dimensions {
  /// What the routes of golden questions, which the service itself asks, begin with.
  public static let canaryRoutes = "canary/"

  /// Whether the call is a golden question.
  public var isOfCanary: Bool { route?.hasPrefix(Self.canaryRoutes) == true }
}

extension Scope {
  /// Whether a rule of this scope looks at a call: at a golden question only if its `route` begins with `canary/`.
  ///
  /// So golden questions count in no ratio and no budget of the users', unless a rule is about them.
  public func looksAt(_ call: Dimensions) -> Bool {
    if call.isOfCanary, self[.route]?.hasPrefix(Dimensions.canaryRoutes) != true { return false }
    return matches(call)
  }
}
