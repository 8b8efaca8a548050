import CallModel
import Spending
import Testing

@testable import Pipeline

/// A flood of invented names must not fold those that prices and rules speak of.
@Suite struct ReservedNamesTests {
  private func options() throws -> PipelineOptions {
    PipelineOptions(
      path: "",
      evaluators: [RunningEvaluator("shape", on: try Scope(parsing: "route=invoices,model=gpt-*,user=ann"))],
      alerts: [
        AlertRule(
          name: "slow", signal: .latency(quantile: 0.95), above: 1, window: .seconds(10), minSamples: 1, holdFor: 0,
          by: [.route], on: try Scope(parsing: "route=checkout,provider=own-provider,model=own-model"))
      ],
      prices: PriceCatalogue([
        PriceEntry(
          provider: "openai", model: "gpt-4o-mini", aliases: ["mini"],
          revisions: [.init(prices: TokenPrices(input: NanoDollars(1)))])
      ]))
  }

  private func flood(_ symbols: Symbols) {
    for table in [symbols.routes, symbols.providers, symbols.models] {
      for number in 0...table.capacity { _ = table.intern("invented-\(number)") }
    }
  }

  @Test func namesOfPricesAndRulesOutliveAFlood() throws {
    let symbols = Symbols()
    symbols.reserve(try options())
    flood(symbols)
    #expect(symbols.models.intern("one-too-many") == .other, "the flood has filled the table")
    for name in ["gpt-4o-mini", "mini", "own-model"] { #expect(symbols.models.intern(name) != .other, "\(name)") }
    for name in ["openai", "own-provider"] { #expect(symbols.providers.intern(name) != .other, "\(name)") }
    for name in ["invoices", "checkout"] { #expect(symbols.routes.intern(name) != .other, "\(name)") }
  }

  @Test func withoutThatTheyWouldBeFolded() {
    let symbols = Symbols()
    flood(symbols)
    #expect(symbols.models.intern("gpt-4o-mini") == .other)
    #expect(symbols.routes.intern("checkout") == .other)
  }

  @Test func patternsAreNoNames() throws {
    let symbols = Symbols()
    symbols.reserve(try options())
    // The table gives numbers in order: what was taken in lies before the next one.
    let next = symbols.models.intern("next").id
    let names = (0..<next).compactMap { symbols.models.name(of: Symbol(id: $0)) }
    #expect(names.sorted() == ["gpt-4o-mini", "mini", "other", "own-model"])
  }
}
