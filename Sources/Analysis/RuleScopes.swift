internal import CallModel

/// Which group of a rule a call belongs to, found by the call's symbols where the rule looks at
/// route, provider and model only: no text is touched after the first call of a combination.
struct RuleScopes: Sendable {
  private struct Key: Hashable, Sendable {
    var route: UInt32
    var provider: UInt32
    var model: UInt32
  }

  private static var largestCache: Int { 65_536 }

  let rule: AlertRule
  /// Whether the rule looks at who called, which symbols cannot tell.
  let needsDimensions: Bool
  private let uses: (route: Bool, provider: Bool, model: Bool)
  private var cache: [Key: Scope?] = [:]

  init(rule: AlertRule) {
    self.rule = rule
    let used = rule.dimensionsUsed
    needsDimensions = !used.isSubset(of: [.route, .provider, .model])
    uses = (used.contains(.route), used.contains(.provider), used.contains(.model))
  }

  /// Nil: the rule does not look at the call.
  ///
  /// - Parameter dimensions: the call's, if the rule `needsDimensions`.
  mutating func scope(of call: CallRecord, dimensions: Dimensions?, symbols: Symbols) -> Scope? {
    if needsDimensions { return dimensions.flatMap { group(seen: $0) } }
    let key = Key(
      route: uses.route ? call.route.id : 0, provider: uses.provider ? call.provider.id : 0,
      model: uses.model ? call.model.id : 0)
    if let known = cache[key] { return known }
    if cache.count >= Self.largestCache { cache.removeAll(keepingCapacity: true) }
    let scope = group(
      seen: Dimensions(
        route: symbols.routes.name(of: call.route), provider: symbols.providers.name(of: call.provider),
        model: symbols.models.name(of: call.model)))
    cache[key] = scope
    return scope
  }

  private func group(seen dimensions: Dimensions) -> Scope? {
    rule.on.looksAt(dimensions) ? rule.group(of: dimensions) : nil
  }
}

extension AlertRule {
  /// The dimensions that say whether the rule looks at a call, and under which group.
  var dimensionsUsed: Set<Dimension> { Set(by + on.clauses.map(\.dimension)) }

  /// What the rule looks at (`on`), narrowed to the values that the call has in `by`.
  func group(of dimensions: Dimensions) -> Scope {
    let own = Scope(by, of: dimensions).clauses
    let narrowed = Set(own.map(\.dimension))
    return Scope(clauses: own + on.clauses.filter { !narrowed.contains($0.dimension) })
  }
}
