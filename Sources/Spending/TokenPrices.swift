package import CallModel

/// What a model's tokens cost: nano-dollars for each kind, per million tokens.
///
/// Some real prices are no whole number of nano-dollars a token, but all are a million tokens.
package struct TokenPrices: Hashable, Sendable {
  /// Input that was neither read from nor written to the provider's cache.
  package var input: NanoDollars
  /// Nil: the model has no output (embeddings); a call that reports some cannot be priced.
  package var output: NanoDollars?
  /// Nil: input read from the cache costs what other input costs.
  package var cacheRead: NanoDollars?
  /// Nil: input written to the cache costs what other input costs.
  package var cacheWrite: NanoDollars?
  /// Nil: reasoning costs what other output costs.
  package var reasoning: NanoDollars?

  package init(
    input: NanoDollars, output: NanoDollars? = nil, cacheRead: NanoDollars? = nil, cacheWrite: NanoDollars? = nil,
    reasoning: NanoDollars? = nil
  ) {
    self.input = input
    self.output = output
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
    self.reasoning = reasoning
  }

  /// What a call costs, rounded up once to a whole nano-dollar.
  ///
  /// Nil where the cost is unknown: a total that is priced was not reported, a count is
  /// negative, or the sum is more than nine billion dollars. Parts beyond their total (more
  /// cached input than input) are charged as reported, and nothing is charged below zero.
  package func cost(of usage: TokenUsage) -> NanoDollars? {
    guard let input = usage.input, input >= 0 else { return nil }
    guard let read = Self.part(usage.cacheRead), let written = Self.part(usage.cacheWrite),
      let reasoned = Self.part(usage.reasoning)
    else { return nil }

    var sum = Sum()
    sum.add(Self.rest(of: input, without: read, written), at: self.input)
    sum.add(read, at: cacheRead ?? self.input)
    sum.add(written, at: cacheWrite ?? self.input)

    if let output = self.output {
      guard let tokens = usage.output ?? (output == .zero ? 0 : nil), tokens >= 0 else { return nil }
      if let reasoning {
        sum.add(Self.rest(of: tokens, without: reasoned, 0), at: output)
        sum.add(reasoned, at: reasoning)
      } else {
        sum.add(tokens, at: output)
      }
    } else if usage.output ?? 0 != 0 {
      return nil
    }
    return sum.perMillion
  }

  /// A part of a total: zero if it was not reported, nil if it cannot be.
  private static func part(_ reported: Int64?) -> Int64? {
    let tokens = reported ?? 0
    return tokens >= 0 ? tokens : nil
  }

  /// What is left of a total. Its arguments are not negative, so nothing below can overflow.
  private static func rest(of total: Int64, without first: Int64, _ second: Int64) -> Int64 {
    max(0, max(0, total - first) - second)
  }
}

/// Products of tokens and prices, added up without rounding.
private struct Sum {
  private var total: UInt128? = 0

  mutating func add(_ tokens: Int64, at price: NanoDollars) {
    guard let sum = total, tokens >= 0, price.value >= 0 else {
      total = nil
      return
    }
    // A product is below 2^126, so only the addition can overflow.
    let (next, overflow) = sum.addingReportingOverflow(UInt128(tokens) * UInt128(price.value))
    total = overflow ? nil : next
  }

  /// The sum for prices that are meant per million tokens.
  var perMillion: NanoDollars? {
    guard let total else { return nil }
    let (quotient, remainder) = total.quotientAndRemainder(dividingBy: 1_000_000)
    return Int64(exactly: quotient + (remainder > 0 ? 1 : 0)).map { NanoDollars($0) }
  }
}
