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
}
