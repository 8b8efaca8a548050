import CallModel
import Spending
import Testing

@Suite struct PriceEntryTests {
  let change: Nanoseconds = .days(20_697)

  /// Its later revision is written first.
  var entry: PriceEntry {
    PriceEntry(
      provider: "anthropic", model: "claude-sonnet-5",
      revisions: [
        PriceEntry.Revision(since: change, prices: TokenPrices(input: NanoDollars(3_000_000), output: .zero)),
        PriceEntry.Revision(prices: TokenPrices(input: NanoDollars(2_000_000), output: .zero)),
      ])
  }

  @Test func pricesHoldFromTheirMomentOn() {
    let usage = TokenUsage(input: 10, output: 0)
    #expect(entry.cost(of: usage, at: 0) == NanoDollars(20))
    #expect(entry.cost(of: usage, at: change - 1) == NanoDollars(20))
    #expect(entry.cost(of: usage, at: change) == NanoDollars(30))
    #expect(entry.cost(of: usage, at: .max) == NanoDollars(30))
  }

  @Test func beforeTheFirstPriceThereIsNone() {
    let late = PriceEntry(
      provider: "a", model: "b",
      revisions: [PriceEntry.Revision(since: change, prices: TokenPrices(input: NanoDollars(1)))])
    #expect(late.cost(of: TokenUsage(input: 1), at: change - 1) == nil)
    #expect(late.cost(of: TokenUsage(input: 1), at: change) != nil)
  }

  @Test func batchesHaveTheirOwnPrices() {
    let entry = PriceEntry(
      provider: "a", model: "b",
      revisions: [
        PriceEntry.Revision(prices: TokenPrices(input: NanoDollars(8_000_000))),
        PriceEntry.Revision(
          since: change, standard: TieredPrices(TokenPrices(input: NanoDollars(6_000_000))),
          batch: TieredPrices(
            TokenPrices(input: NanoDollars(3_000_000)),
            above: [.init(above: 100, prices: TokenPrices(input: NanoDollars(5_000_000)))])),
      ])
    let usage = TokenUsage(input: 100)
    #expect(entry.cost(of: usage, at: change) == NanoDollars(600))
    #expect(entry.cost(of: usage, at: change, batch: false) == NanoDollars(600))
    #expect(entry.cost(of: usage, at: change, batch: true) == NanoDollars(300))
    #expect(entry.cost(of: TokenUsage(input: 101), at: change, batch: true) == NanoDollars(505))
    // Never the price of other calls instead.
    #expect(entry.cost(of: usage, at: change - 1, batch: true) == nil)
    #expect(entry.cost(of: usage, at: change - 1) == NanoDollars(800))
    let catalogue = PriceCatalogue([entry])
    #expect(catalogue.cost(of: usage, provider: "a", model: "b", at: change, batch: true) == NanoDollars(300))
  }
}
