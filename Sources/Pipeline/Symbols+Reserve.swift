internal import CallModel
internal import Spending

extension Symbols {
  /// Takes in the names that prices and rules speak of, before any comes from the network: a flood
  /// of invented names must not fold them into `other`.
  func reserve(_ options: PipelineOptions) {
    for entry in options.prices.entries {
      _ = providers.intern(entry.provider)
      for name in [entry.model] + entry.aliases { _ = models.intern(name) }
    }
    for scope in options.alerts.map(\.on) + options.evaluators.map(\.on) {
      for clause in scope.clauses where !clause.pattern.contains("*") {
        switch clause.dimension {
        case .route: _ = routes.intern(clause.pattern)
        case .provider: _ = providers.intern(clause.pattern)
        case .model: _ = models.intern(clause.pattern)
        case .tenant, .user, .key, .caller: break
        }
      }
    }
  }
}
