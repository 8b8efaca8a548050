internal import CallModel
internal import PluginKit
internal import Spending

extension Settings {
  /// The prices of one model from a day on; its aliases are added to those of its other lists.
  mutating func revision(_ aliases: inout [String]) -> PriceEntry.Revision? {
    if hasProblems { return nil }
    aliases += texts("aliases") ?? []
    // For people, and for config/check-prices.
    _ = text("differs")
    var since: Nanoseconds?
    if let day = text("since") {
      since = midnight(of: day)
      if since == nil { report("'\(day)' is no day; write 2026-08-21", at: "since") }
    }
    let standard = tieredPrices(mustHaveOutput: nil)
    var batch: TieredPrices?
    if var settings = map("batch") {
      if !settings.hasProblems {
        batch = settings.tieredPrices(mustHaveOutput: standard.map { $0.base.output != nil })
        settings.finish()
      }
      absorb(settings)
    }
    finish()
    guard let standard, !hasProblems else { return nil }
    return PriceEntry.Revision(since: since, standard: standard, batch: batch)
  }

  /// Prices and, under `above`, those of longer prompts.
  private mutating func tieredPrices(mustHaveOutput: Bool?) -> TieredPrices? {
    let base = tokenPrices(mustHaveOutput: mustHaveOutput)
    var tiers: [TieredPrices.Tier] = []
    for (index, setting) in longerPrompts().enumerated() {
      var settings = Settings(setting, file: file, path: "\(path).above[\(index)]")
      if let tier = settings.tier(mustHaveOutput: base.map { $0.output != nil }) {
        if tiers.contains(where: { $0.tokens == tier.tokens }) {
          settings.report("two lists of prices hold above \(tier.tokens) tokens", at: "tokens")
        }
        tiers.append(tier)
      }
      absorb(settings)
    }
    return base.map { TieredPrices($0, above: tiers) }
  }

  /// One map or a list of them.
  private mutating func longerPrompts() -> [Setting] {
    guard let setting = raw("above") else { return [] }
    if case .list(let list) = setting.value { return list }
    return [setting]
  }

  private mutating func tier(mustHaveOutput: Bool?) -> TieredPrices.Tier? {
    if hasProblems { return nil }
    let tokens = requires("tokens") ? integer("tokens", default: 0, in: 1...1_000_000_000) : 0
    let prices = tokenPrices(mustHaveOutput: mustHaveOutput)
    finish()
    guard !hasProblems, let prices else { return nil }
    return TieredPrices.Tier(above: Int64(tokens), prices: prices)
  }

  /// One price for each kind of token. `mustHaveOutput` is nil where that is free to choose.
  private mutating func tokenPrices(mustHaveOutput: Bool?) -> TokenPrices? {
    let input = requires("input") ? money("input") : nil
    let output = mustHaveOutput != true || requires("output") ? money("output") : nil
    let read = money("cache_read")
    let written = money("cache_write")
    let reasoning = money("reasoning")
    return input.map {
      TokenPrices(input: $0, output: output, cacheRead: read, cacheWrite: written, reasoning: reasoning)
    }
  }

  private mutating func money(_ key: String) -> NanoDollars? {
    guard let written = text(key) else { return nil }
    if let amount = NanoDollars(decimal: written) { return amount }
    report("'\(written)' is no price; write dollars per million tokens as 2.50 or 0.075", at: key)
    return nil
  }
}
