import CallModel
import Spending
import Testing

@testable import Pipeline

@Suite struct PriceBookTests {
  private static let mini = PriceEntry(
    provider: "openai", model: "gpt-4o-mini", aliases: ["mini"],
    revisions: [
      .init(prices: TokenPrices(input: NanoDollars(150_000_000), output: NanoDollars(600_000_000))),
      .init(since: 1_000, prices: TokenPrices(input: NanoDollars(300_000_000), output: NanoDollars(600_000_000))),
    ])
  private static let large = PriceEntry(
    provider: "openai", model: "gpt-4.1",
    revisions: [.init(prices: TokenPrices(input: NanoDollars(2_000_000_000), output: NanoDollars(8_000_000_000)))])

  private let symbols = Symbols()
  private let catalogue = PriceCatalogue([mini, large])

  private func call(asked: String?, served: Symbol? = nil, provider: String = "openai") -> CallRecord {
    var call = CallRecord()
    call.provider = symbols.providers.intern(provider)
    call.model = asked.map { symbols.models.intern($0) } ?? .none
    call.servedModel = served ?? call.model
    call.usage = TokenUsage(input: 1_000, output: 100)
    return call
  }

  @Test func pricesGoByTheModelThatServed() {
    var book = PriceBook(catalogue, symbols: symbols)
    #expect(book.cost(of: call(asked: "gpt-4o-mini")) == NanoDollars(210_000))
    let served = call(asked: "gpt-4o-mini", served: symbols.models.intern("gpt-4.1"))
    #expect(book.cost(of: served) == NanoDollars(2_800_000))
    // From memory, the second time.
    #expect(book.cost(of: served) == NanoDollars(2_800_000))
    #expect(book.cost(of: call(asked: "mini")) == NanoDollars(210_000), "an alias")
  }

  @Test func aFoldedServedNameIsPricedByTheOneAskedFor() {
    var book = PriceBook(catalogue, symbols: symbols)
    #expect(book.cost(of: call(asked: "gpt-4o-mini", served: .other)) == NanoDollars(210_000))
    var folded = call(asked: nil, served: .other)
    folded.model = .other
    #expect(book.cost(of: folded) == nil, "both are folded")
  }

  @Test func anUnknownPriceIsNotZero() {
    var book = PriceBook(catalogue, symbols: symbols)
    for _ in 0..<2 {
      #expect(book.cost(of: call(asked: "no-such-model")) == nil)
      #expect(book.cost(of: call(asked: nil)) == nil)
    }
    var silent = call(asked: "gpt-4o-mini")
    silent.usage = TokenUsage()
    #expect(book.cost(of: silent) == nil)
    var empty = PriceBook(.empty, symbols: symbols)
    #expect(empty.cost(of: call(asked: "gpt-4o-mini")) == nil)
  }

  @Test func pricesAreThoseOfTheCallsTime() {
    var book = PriceBook(catalogue, symbols: symbols)
    var call = call(asked: "gpt-4o-mini")
    #expect(book.cost(of: call) == NanoDollars(210_000))
    call.start = 1_000
    #expect(book.cost(of: call) == NanoDollars(360_000))
  }
}
