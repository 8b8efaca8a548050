package import CallModel
internal import Ingest
internal import Spending
package import Throttling

extension Pipeline {
  /// May this call go now? Answered from memory, without waiting for anything.
  package func admit(_ request: AdmissionRequest) -> Admission {
    var random = SystemRandomNumberGenerator()
    var request = request
    let now = wallClock()
    let entry = inForce.value.prices.resolve(
      provider: request.dimensions.provider.map(ProviderName.normalise), model: request.dimensions.model)
    request.dimensions = canonical(request.dimensions, entry)
    let id = request.id ?? String(random.next(), radix: 36) + String(random.next(), radix: 36)
    let budgets = spending.findings(for: request, entry: entry, at: now)
    let admission = loop.admit(request, randomID: id, budgets: budgets, spending: spending, at: now)
    measured.record(admission, route: request.dimensions.route)
    return admission
  }

  /// Names as ingest would have kept them: a throttle's scope is made of those.
  private func canonical(_ dimensions: Dimensions, _ entry: PriceEntry?) -> Dimensions {
    var names = dimensions
    names.route = names.route.map(symbols.routes.cut)
    names.model = names.model.map(symbols.models.cut)
    // A provider that is not named is the one whose price list has the model.
    let provider = names.provider ?? entry?.provider
    names.provider = provider.map { symbols.providers.cut(ProviderName.normalise($0)) }
    return names
  }

  /// What is throttled, and what people have set.
  package func throttles() -> (throttles: [ThrottleStatus], overrides: [Override]) {
    loop.throttleList(at: wallClock())
  }

  /// Rings whenever that may have changed; nil if too many listen already.
  package func throttleChanges() -> ThrottleFeed.Listener? { loop.feed.listen() }

  /// Sets a person's share for a scope, for a time, and returns when that is written down.
  package func override(
    scope: Scope, share: Double, by person: String, reason: String, for length: Nanoseconds, beatsBudgets: Bool = false
  ) async throws(OverrideFailure) {
    let now = wallClock()
    try await decide { [loop] in
      do throws(OverrideError) {
        try loop.override(
          scope: scope, share: share, by: person, reason: reason, until: now + length, beatsBudgets: beatsBudgets,
          at: now)
        return nil
      } catch {
        return .refused(error)
      }
    }
  }

  /// Ends an override before its time, and returns when that is written down.
  package func removeOverride(scope: Scope, by person: String) async throws(OverrideFailure) {
    let now = wallClock()
    try await decide { [loop] in loop.removeOverride(scope: scope, by: person, at: now) ? nil : .absent }
  }

  /// What a person was told is done must outlive a crash, so this waits for the index.
  /// Takes what a firing sequential alert has found as the new usual level, and returns when that is
  /// written down.
  package func acceptLevel(of alert: String, scope: Scope, by person: String) async throws(OverrideFailure) {
    let now = wallClock()
    try await decide { [loop] in
      loop.acceptLevel(of: alert, scope: scope, by: person, at: now) ? nil : .absent
    }
  }

  private func decide(_ body: @escaping @Sendable () -> OverrideFailure?) async throws(OverrideFailure) {
    let failure = await queries.run { [index] () -> OverrideFailure? in
      if let failure = body() { return failure }
      return index.settle() ? nil : .unwritten
    }
    switch failure {
    case .some(let failure?): throw failure
    case .some(nil): return
    case nil: throw .busy
    }
  }
}

/// Why a person's override was not set or ended.
package enum OverrideFailure: Error, Sendable {
  case refused(OverrideError)
  /// The scope has none.
  case absent
  /// It holds, but the disk has not taken it: it would not outlive a crash.
  case unwritten
  case busy
}
