internal import CallModel
internal import Spending

/// The catalogue's prices by symbol, so that a call costs two look-ups and no text.
struct PriceBook {
  private struct Key: Hashable {
    var provider: Symbol
    var model: Symbol
  }

  private let catalogue: PriceCatalogue
  private let symbols: Symbols
  private var known: [Key: PriceEntry?] = [:]

  init(_ catalogue: PriceCatalogue, symbols: Symbols) {
    self.catalogue = catalogue
    self.symbols = symbols
  }

  /// The cost of a call, or nil if its price or its usage is unknown.
  mutating func cost(of call: CallRecord) -> NanoDollars? {
    // A folded name says nothing of the model; the one asked for may still be known.
    let model = call.servedModel == .other ? call.model : call.servedModel
    if call.usage.isUnknown || model == .other { return nil }
    let key = Key(provider: call.provider, model: model)
    let entry: PriceEntry?
    if let found = known[key] {
      entry = found
    } else {
      entry = catalogue.resolve(
        provider: symbols.providers.name(of: call.provider), model: symbols.models.name(of: model))
      // Both tables of symbols are bounded, so this is too; still, pairs are more than either.
      if known.count > 50_000 { known.removeAll() }
      known[key] = .some(entry)
    }
    return entry?.cost(of: call.usage, at: call.start)
  }
}
