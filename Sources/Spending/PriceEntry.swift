package import CallModel

/// One model of a price catalogue, with its prices over time.
package struct PriceEntry: Hashable, Sendable {
  /// Prices that hold from a moment on.
  package struct Revision: Hashable, Sendable {
    /// Nil: from the beginning.
    package var since: Nanoseconds?
    /// What a call costs that is answered at once.
    package var standard: TieredPrices
    /// What a call costs that was sent in a batch; nil: unknown.
    package var batch: TieredPrices?

    package init(since: Nanoseconds? = nil, standard: TieredPrices, batch: TieredPrices? = nil) {
      self.since = since
      self.standard = standard
      self.batch = batch
    }

    /// Prices that are the same for prompts of every length.
    package init(since: Nanoseconds? = nil, prices: TokenPrices) {
      self.init(since: since, standard: TieredPrices(prices))
    }

    /// The prices of a short prompt that is answered at once.
    package var prices: TokenPrices { standard.base }
  }

  /// The provider as OTel names it (`gen_ai.provider.name`): `openai`, `mistral_ai`.
  package let provider: String
  /// The model's name, as the provider's price list has it.
  package let model: String
  /// Further names of the same model at the same prices.
  package let aliases: [String]
  /// Oldest first.
  package let revisions: [Revision]

  package init(provider: String, model: String, aliases: [String] = [], revisions: [Revision]) {
    self.provider = provider
    self.model = model
    self.aliases = aliases
    self.revisions = revisions.sorted { ($0.since ?? .min) < ($1.since ?? .min) }
  }

  /// The revision that holds at a moment; nil before the first of them.
  package func revision(at moment: Nanoseconds) -> Revision? {
    revisions.last { $0.since ?? .min <= moment }
  }

  /// The prices of a short prompt that is answered at once; nil before the first of them.
  package func prices(at moment: Nanoseconds) -> TokenPrices? { revision(at: moment)?.prices }

  /// What a call that began at a moment costs; nil if that is unknown.
  ///
  /// A batch costs about half where a provider has batches, but how much cached input costs in
  /// one differs: without a price of its own a call in a batch is unpriced, never guessed.
  package func cost(of usage: TokenUsage, at moment: Nanoseconds, batch: Bool = false) -> NanoDollars? {
    guard let revision = revision(at: moment) else { return nil }
    return batch ? revision.batch?.cost(of: usage) : revision.standard.cost(of: usage)
  }
}
