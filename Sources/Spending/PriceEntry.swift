package import CallModel

/// One model of a price catalogue, with its prices over time.
package struct PriceEntry: Hashable, Sendable {
  /// Prices that hold from a moment on.
  package struct Revision: Hashable, Sendable {
    /// Nil: from the beginning.
    package var since: Nanoseconds?
    package var prices: TokenPrices

    package init(since: Nanoseconds? = nil, prices: TokenPrices) {
      self.since = since
      self.prices = prices
    }
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

  /// The prices that hold at a moment; nil before the first of them.
  package func prices(at moment: Nanoseconds) -> TokenPrices? {
    revisions.last { $0.since ?? .min <= moment }?.prices
  }

  /// What a call that began at a moment costs; nil if that is unknown.
  package func cost(of usage: TokenUsage, at moment: Nanoseconds) -> NanoDollars? {
    prices(at: moment)?.cost(of: usage)
  }
}
