import CallModel
import Spending
import Testing

@Suite struct TieredPricesTests {
  /// 1, 10 beyond a thousand tokens, 100 beyond ten thousand; output is twice, cached input half that.
  /// The tiers are written in the wrong order.
  let prices = TieredPrices(
    Self.level(1), above: [.init(above: 10_000, prices: level(100)), .init(above: 1_000, prices: level(10))])

  private static func level(_ factor: Int64) -> TokenPrices {
    TokenPrices(
      input: NanoDollars(2_000_000 * factor), output: NanoDollars(4_000_000 * factor),
      cacheRead: NanoDollars(1_000_000 * factor))
  }

  @Test(arguments: [
    (0, 0), (1, 2), (999, 1_998), (1_000, 2_000), (1_001, 20_020), (10_000, 200_000), (10_001, 2_000_200),
  ])
  func theWholePromptHasThePricesOfItsLength(input: Int64, cost: Int64) {
    #expect(prices.cost(of: TokenUsage(input: input, output: 0)) == NanoDollars(cost))
  }

  @Test func theAnswerHasThemToo() {
    #expect(prices.cost(of: TokenUsage(input: 1_000, output: 3)) == NanoDollars(2_000 + 12))
    #expect(prices.cost(of: TokenUsage(input: 1_001, output: 3)) == NanoDollars(20_020 + 120))
  }

  @Test func outputAndReasoningDoNotCountTowardsTheThreshold() {
    let usage = TokenUsage(input: 1_000, output: 50_000, reasoning: 40_000)
    #expect(prices.cost(of: usage) == NanoDollars(2_000 + 200_000))
  }

  @Test func cachedTokensCount() {
    // All but one are cached, and they are inside the total.
    #expect(prices.cost(of: TokenUsage(input: 1_000, output: 0, cacheRead: 999)) == NanoDollars(999 + 2))
    #expect(prices.cost(of: TokenUsage(input: 1_001, output: 0, cacheRead: 1_000)) == NanoDollars(10_000 + 20))
    // A total without the cached tokens, as some libraries report it.
    #expect(
      prices.cost(of: TokenUsage(input: 1, output: 0, cacheRead: 600, cacheWrite: 401)) == NanoDollars(6_000 + 8_020))
    #expect(
      prices.cost(of: TokenUsage(input: 1, output: 0, cacheRead: 600, cacheWrite: 400)) == NanoDollars(600 + 800))
  }

  @Test func whatIsUnknownStaysUnknown() {
    #expect(prices.cost(of: TokenUsage(output: 1)) == nil)
    #expect(prices.cost(of: TokenUsage(input: -1, output: 1)) == nil)
    #expect(prices.cost(of: TokenUsage(input: 1, output: 1, cacheRead: .min, cacheWrite: .min)) == nil)
    #expect(prices.cost(of: TokenUsage(input: .max, output: .max, cacheRead: .max, cacheWrite: .max)) == nil)
  }

  @Test func withoutTiersThereIsOnePrice() {
    let usage = TokenUsage(input: 1_000_000, output: 7, cacheRead: 5)
    #expect(TieredPrices(Self.level(1)).cost(of: usage) == Self.level(1).cost(of: usage))
  }
}
