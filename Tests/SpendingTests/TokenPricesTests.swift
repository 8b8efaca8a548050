import CallModel
import Spending
import Testing

@Suite struct TokenPricesTests {
  /// gpt-4o-mini in 2026: $0.15, $0.075 cached, $0.60 per million.
  let mini = TokenPrices(
    input: NanoDollars(150_000_000), output: NanoDollars(600_000_000), cacheRead: NanoDollars(75_000_000))

  @Test func chargesInputAndOutput() {
    // 1000 · 150 + 200 · 600 nano-dollars
    #expect(mini.cost(of: TokenUsage(input: 1_000, output: 200)) == NanoDollars(270_000))
  }

  @Test func inputIncludesWhatWasCached() {
    // 400 · 150 + 600 · 75 + 200 · 600
    #expect(mini.cost(of: TokenUsage(input: 1_000, output: 200, cacheRead: 600)) == NanoDollars(225_000))
  }

  @Test func writingToTheCacheHasAPriceOfItsOwn() {
    let sonnet = TokenPrices(
      input: NanoDollars(3_000_000_000), output: NanoDollars(15_000_000_000), cacheRead: NanoDollars(300_000_000),
      cacheWrite: NanoDollars(3_750_000_000))
    // 100 · 3000 + 500 · 300 + 400 · 3750 + 10 · 15000
    #expect(
      sonnet.cost(of: TokenUsage(input: 1_000, output: 10, cacheRead: 500, cacheWrite: 400))
        == NanoDollars(2_100_000))
  }

  @Test func cachedInputWithoutAPriceCostsWhatInputCosts() {
    let plain = TokenPrices(input: NanoDollars(1_000_000), output: .zero)
    #expect(plain.cost(of: TokenUsage(input: 10, output: 0, cacheRead: 4, cacheWrite: 3)) == NanoDollars(10))
  }

  @Test func reasoningIsInsideOutput() {
    #expect(
      mini.cost(of: TokenUsage(input: 0, output: 100, reasoning: 90))
        == mini.cost(of: TokenUsage(input: 0, output: 100)))
  }

  @Test func reasoningMayHaveAPriceOfItsOwn() {
    let prices = TokenPrices(input: .zero, output: NanoDollars(2_000_000), reasoning: NanoDollars(5_000_000))
    #expect(prices.cost(of: TokenUsage(input: 0, output: 100, reasoning: 90)) == NanoDollars(10 * 2 + 90 * 5))
    #expect(prices.cost(of: TokenUsage(input: 0, output: 100)) == NanoDollars(200))
  }

  @Test func roundsUpOnce() {
    let third = TokenPrices(
      input: NanoDollars(333_333), output: NanoDollars(333_333), cacheRead: NanoDollars(333_333))
    // Three products of 0.333333 make 0.999999, which is 1, not 3.
    #expect(third.cost(of: TokenUsage(input: 2, output: 1, cacheRead: 1)) == NanoDollars(1))
    #expect(third.cost(of: TokenUsage(input: 0, output: 0)) == .zero)
  }

  @Test func isTheLeastWholeAmountThatCoversTheExactOne() {
    var random = SplitMix(state: 7)
    for _ in 0..<2_000 {
      let prices = TokenPrices(
        input: NanoDollars(random.next(below: 50_000_000)), output: NanoDollars(random.next(below: 50_000_000)),
        cacheRead: NanoDollars(random.next(below: 50_000_000)), cacheWrite: NanoDollars(random.next(below: 50_000_000)))
      let read = random.next(below: 1_000)
      let written = random.next(below: 1_000)
      let rest = random.next(below: 1_000)
      let output = random.next(below: 1_000)
      let cost = prices.cost(
        of: TokenUsage(input: read + written + rest, output: output, cacheRead: read, cacheWrite: written))
      let exact =
        rest * prices.input.value + read * (prices.cacheRead?.value ?? 0) + written * (prices.cacheWrite?.value ?? 0)
        + output * (prices.output?.value ?? 0)
      let value = cost?.value ?? -1
      #expect(value * 1_000_000 >= exact && (value - 1) * 1_000_000 < exact)
    }
  }

  @Test func partsBeyondTheirTotalNeverMakeACostNegative() {
    // 600 · 75 + 0 · 150
    #expect(mini.cost(of: TokenUsage(input: 100, output: 0, cacheRead: 600)) == NanoDollars(45_000))
    #expect(mini.cost(of: TokenUsage(input: 0, output: 0, cacheRead: .max, cacheWrite: .max)) == nil)
  }

  @Test func unknownUsageIsNotFree() {
    #expect(mini.cost(of: TokenUsage()) == nil)
    #expect(mini.cost(of: TokenUsage(output: 100)) == nil)
    #expect(mini.cost(of: TokenUsage(input: 100)) == nil)
    #expect(mini.cost(of: TokenUsage(cacheRead: 100)) == nil)
  }

  @Test(arguments: [
    TokenUsage(input: -1, output: 1), TokenUsage(input: 1, output: -1), TokenUsage(input: 1, output: 1, cacheRead: -1),
    TokenUsage(input: 1, output: 1, cacheWrite: .min), TokenUsage(input: 1, output: 1, reasoning: -1),
  ])
  func negativeCountsAreUnknown(usage: TokenUsage) {
    #expect(mini.cost(of: usage) == nil)
  }

  @Test func amountsBeyondAllMoneyAreUnknown() {
    let dear = TokenPrices(input: NanoDollars(.max), output: NanoDollars(.max), cacheRead: NanoDollars(.max))
    #expect(dear.cost(of: TokenUsage(input: .max, output: .max, cacheRead: .max, cacheWrite: .max)) == nil)
    #expect(dear.cost(of: TokenUsage(input: 1_000_000, output: 0)) == NanoDollars(.max))
    #expect(dear.cost(of: TokenUsage(input: 1_000_001, output: 0)) == nil)
  }

  @Test func embeddingsHaveNoOutput() {
    let embedding = TokenPrices(input: NanoDollars(20_000_000))
    #expect(embedding.cost(of: TokenUsage(input: 1_000)) == NanoDollars(20_000))
    #expect(embedding.cost(of: TokenUsage(input: 1_000, output: 0)) == NanoDollars(20_000))
    #expect(embedding.cost(of: TokenUsage(input: 1_000, output: 5)) == nil)
  }
}

/// SplitMix64: the same numbers every time.
struct SplitMix {
  var state: UInt64

  mutating func next(below bound: Int64) -> Int64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int64((z ^ (z >> 31)) % UInt64(bound))
  }
}
