package import CallModel

/// The prices of many models, found by the names that calls give.
///
/// Finding an entry costs a few string operations: keep the result of `resolve` for each pair
/// of provider and model, and ask the entry for each call's cost.
package struct PriceCatalogue: Sendable {
  package let entries: [PriceEntry]
  /// Provider, then lower-case model name or alias, to the entry's place.
  private let places: [String: [String: Int]]
  /// Lower-case model name or alias to the places of all that have it.
  private let everywhere: [String: [Int]]

  /// Knows no price.
  package static let empty = PriceCatalogue([])

  /// Of two entries with the same provider and name the first is found.
  package init(_ entries: [PriceEntry]) {
    var places: [String: [String: Int]] = [:]
    var everywhere: [String: [Int]] = [:]
    for (place, entry) in entries.enumerated() {
      let provider = catalogueName(ofProvider: entry.provider)
      for name in Set(([entry.model] + entry.aliases).map { $0.lowercased() })
      where places[provider, default: [:]].updateIfAbsent(name, place) {
        everywhere[name, default: []].append(place)
      }
    }
    self.entries = entries
    self.places = places
    self.everywhere = everywhere
  }

  /// The entry of a served model, or nil if its price is unknown.
  ///
  /// The provider that the name itself gives (`anthropic/…`) goes before the one that is
  /// stated, since a library behind a proxy states its own. Where the provider is missing, is
  /// not in the catalogue, or serves other makers' models too (Bedrock, Azure, Vertex AI), a
  /// model that exactly one maker's list has is taken from there, else one that exactly one
  /// list has; two with different prices are unknown.
  package func resolve(provider: String?, model: String?) -> PriceEntry? {
    guard let model, !model.isEmpty, model.utf8.count <= 512 else { return nil }
    let names = candidates(forModel: model) { places[$0] != nil }
    let home = provider.flatMap { $0.isEmpty ? nil : places[catalogueName(ofProvider: $0)] }
    for candidate in names {
      if let list = candidate.provider.flatMap({ places[$0] }) ?? home, let place = list[candidate.name] {
        return entries[place]
      }
    }
    let isHosted = servesOthers(provider ?? "") || names.contains { $0.provider.map(servesOthers) ?? false }
    if home != nil, !isHosted { return nil }
    for candidate in names {
      guard let all = everywhere[candidate.name] else { continue }
      let makers = all.filter { !servesOthers(entries[$0].provider) }
      let found = makers.isEmpty ? all : makers
      guard let first = found.first else { continue }
      let agree = found.allSatisfy { entries[$0].revisions == entries[first].revisions }
      return agree ? entries[first] : nil
    }
    return nil
  }

  /// What a call costs, or nil if its price or its usage is unknown: never zero instead.
  package func cost(
    of usage: TokenUsage, provider: String?, model: String?, at moment: Nanoseconds, batch: Bool = false
  ) -> NanoDollars? {
    resolve(provider: provider, model: model)?.cost(of: usage, at: moment, batch: batch)
  }
}

extension [String: Int] {
  fileprivate mutating func updateIfAbsent(_ key: String, _ value: Int) -> Bool {
    if self[key] != nil { return false }
    self[key] = value
    return true
  }
}
