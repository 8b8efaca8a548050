package import CallModel

/// What a model's tokens cost by the length of the prompt.
///
/// The prompt decides for the whole call: beyond a threshold every token of it, the answer's
/// too, has the prices of that tier. Cached tokens are part of the prompt and count.
package struct TieredPrices: Hashable, Sendable {
  /// The prices of calls with more input tokens than `tokens`.
  package struct Tier: Hashable, Sendable {
    /// The longest prompt that still has the lower prices.
    package var tokens: Int64
    package var prices: TokenPrices

    package init(above tokens: Int64, prices: TokenPrices) {
      self.tokens = tokens
      self.prices = prices
    }
  }

  /// The prices up to the first threshold.
  package let base: TokenPrices
  /// The lowest threshold first.
  package let tiers: [Tier]

  package init(_ base: TokenPrices, above tiers: [Tier] = []) {
    self.base = base
    self.tiers = tiers.sorted { $0.tokens < $1.tokens }
  }

  /// The prices of a call with so many input tokens, the cached ones among them.
  package func prices(forInput tokens: Int64) -> TokenPrices {
    tiers.last { tokens > $0.tokens }?.prices ?? base
  }

  /// What a call costs; nil where that is unknown.
  ///
  /// Cached tokens beyond the total are charged, so they also count towards the threshold.
  package func cost(of usage: TokenUsage) -> NanoDollars? {
    if tiers.isEmpty { return base.cost(of: usage) }
    guard let input = usage.input else { return nil }
    let (cached, overflow) = (usage.cacheRead ?? 0).addingReportingOverflow(usage.cacheWrite ?? 0)
    return prices(forInput: overflow ? .max : max(input, cached)).cost(of: usage)
  }
}
