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
    if let day = text("as_of"), moment(day) == nil { report("'\(day)' is no day; write 2026-08-21", at: "as_of") }
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

  private mutating func revision(_ aliases: inout [String]) -> PriceEntry.Revision? {
    if hasProblems { return nil }
    let input = requires("input") ? money("input") : nil
    let output = money("output")
    let read = money("cache_read")
    let written = money("cache_write")
    let reasoning = money("reasoning")
    aliases += texts("aliases") ?? []
    var since: Nanoseconds?
    if let day = text("since") {
      since = moment(day)
      if since == nil { report("'\(day)' is no day; write 2026-08-21", at: "since") }
    }
    finish()
    guard let input, !hasProblems else { return nil }
    return PriceEntry.Revision(
      since: since,
      prices: TokenPrices(input: input, output: output, cacheRead: read, cacheWrite: written, reasoning: reasoning))
  }

  private mutating func money(_ key: String) -> NanoDollars? {
    guard let written = text(key) else { return nil }
    if let amount = NanoDollars(decimal: written) { return amount }
    report("'\(written)' is no price; write dollars per million tokens as 2.50 or 0.075", at: key)
    return nil
  }
}

/// 00:00 UTC of a day written 2026-08-21, by the Gregorian calendar; nil if there is none.
private func moment(_ day: String) -> Nanoseconds? {
  let parts = day.split(separator: "-", omittingEmptySubsequences: false)
  guard parts.count == 3, parts.map(\.utf8.count) == [4, 2, 2],
    parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
    let year = Int64(parts[0]), let month = Int64(parts[1]), let number = Int64(parts[2]),
    (1970...2199).contains(year), (1...12).contains(month), number >= 1, number <= days(in: month, of: year)
  else { return nil }
  var days = number - 1
  for earlier in 1..<month { days += ServiceConfig.days(in: earlier, of: year) }
  for earlier in 1970..<year { days += isLeap(earlier) ? 366 : 365 }
  return .days(days)
}

private func days(in month: Int64, of year: Int64) -> Int64 {
  switch month {
  case 2: isLeap(year) ? 29 : 28
  case 4, 6, 9, 11: 30
  default: 31
  }
}

private func isLeap(_ year: Int64) -> Bool {
  year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
}
