package import CallModel

/// A world to try the control loop in: who calls, who answers, who judges, what goes wrong, and
/// which alerts watch it.
///
/// A value: a world and a seed say everything that will happen.
package struct World: Sendable {
  package var name: String
  /// One sentence: what it is there to show.
  package var about: String
  package var length: Nanoseconds
  package var callers: [CallerModel]
  /// The first is the one that is called; see `chain`.
  package var providers: [ProviderModel]
  package var evaluators: [EvaluatorModel]
  /// The alerts whose throttles act; all enforce.
  package var watches: [Watch]
  /// Where a gateway sends a call that a throttle refused or a provider failed; nil has no gateway.
  package var chain: Chain?
  /// What a run must hold, at the median of its seeds.
  package var bands: [Band]

  package init(
    name: String, about: String = "", length: Nanoseconds, callers: [CallerModel], providers: [ProviderModel],
    evaluators: [EvaluatorModel] = [], watches: [Watch] = [], chain: Chain? = nil, bands: [Band] = []
  ) {
    self.name = name
    self.about = about
    self.length = length
    self.callers = callers
    self.providers = providers
    self.evaluators = evaluators
    self.watches = watches
    self.chain = chain
    self.bands = bands
  }

  /// Where else a gateway finds an answer: first the other providers in their order, then old answers.
  package struct Chain: Hashable, Sendable {
    /// The share of questions to which an old answer fits.
    package var cached: Double
    /// The share of old answers that are bad.
    package var cachedFails: Double

    package init(cached: Double = 0, cachedFails: Double = 0.05) {
      self.cached = cached
      self.cachedFails = cachedFails
    }
  }
}

/// When something differs from its usual state: once, or again and again.
package struct Spell: Hashable, Sendable {
  package var from: Nanoseconds
  package var until: Nanoseconds
  /// From one beginning to the next, within `from..<until`; nil is once.
  package var every: Nanoseconds?
  /// How long each lasts where there are several.
  package var lasting: Nanoseconds

  package init(from: Nanoseconds, until: Nanoseconds, every: Nanoseconds? = nil, lasting: Nanoseconds = 0) {
    self.from = from
    self.until = until
    self.every = every
    self.lasting = lasting
  }

  package func contains(_ now: Nanoseconds) -> Bool {
    guard now >= from, now < until else { return false }
    guard let every, every > 0 else { return true }
    return (now - from) % every < lasting
  }
}
