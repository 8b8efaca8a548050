internal import CallModel
internal import PluginKit
internal import Spending

extension Settings {
  /// The price list that `prices:` names, or the built-in one, with what is wrong in it.
  mutating func prices(_ context: ConfigurationContext) -> (catalogue: PriceCatalogue, problems: [SettingsProblem]) {
    guard let path = text("prices") else { return loadPrices(context.defaultPrices, file: "built-in prices") }
    do {
      let bytes = try context.host.readFile(path)
      guard let text = String(validating: bytes, as: UTF8.self) else {
        report("'\(path)' is no UTF-8 text", at: "prices")
        return (.empty, [])
      }
      return loadPrices(text, file: path)
    } catch {
      report("\(error)", at: "prices")
      return (.empty, [])
    }
  }

  /// A price list: `providers:` with the models of each.
  mutating func priceList() -> PriceCatalogue {
    if let day = text("as_of"), midnight(of: day) == nil { report("'\(day)' is no day; write 2026-08-21", at: "as_of") }
    var entries: [PriceEntry] = []
    if var providers = map("providers") {
      for provider in providers.keys {
        guard var models = providers.map(provider) else { continue }
        models.models(of: provider, into: &entries)
        providers.absorb(models)
      }
      absorb(providers)
    } else {
      report("'providers' is missing")
    }
    finish()
    return PriceCatalogue(entries)
  }

  private mutating func models(of provider: String, into entries: inout [PriceEntry]) {
    var names: Set<String> = []
    for model in keys {
      guard let setting = raw(model) else { continue }
      var revisions: [PriceEntry.Revision] = []
      var aliases: [String] = []
      let dated: [Setting]
      if case .list(let list) = setting.value { dated = list } else { dated = [setting] }
      if dated.isEmpty { report("has no prices", at: model) }
      for (index, one) in dated.enumerated() {
        let place = dated.count > 1 ? "\(path).\(model)[\(index)]" : "\(path).\(model)"
        var prices = Settings(one, file: file, path: place)
        if let revision = prices.revision(&aliases) {
          if revisions.contains(where: { $0.since == revision.since }) {
            prices.report("two lists of prices hold from the same day on; write 'since' on the later one")
          }
          revisions.append(revision)
        }
        absorb(prices)
      }
      for name in [model] + aliases where !names.insert(name.lowercased()).inserted {
        report("the name '\(name)' stands for two models of \(provider)", at: model)
      }
      if !revisions.isEmpty {
        entries.append(PriceEntry(provider: provider, model: model, aliases: aliases, revisions: revisions))
      }
    }
  }
}
