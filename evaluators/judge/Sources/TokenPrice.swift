internal import CallModel

/// What the judge's model costs, in nano-dollars for a million tokens.
struct TokenPrice: Hashable, Sendable {
  var input: NanoDollars
  var output: NanoDollars

  /// The cost of tokens, rounded up.
  func cost(input inputTokens: Int64, output outputTokens: Int64) -> NanoDollars {
    let exact =
      Int128(input.value) * Int128(inputTokens) + Int128(output.value) * Int128(outputTokens)
    let rounded = (exact + 999_999) / 1_000_000
    return NanoDollars(Int64(exactly: rounded) ?? .max)
  }

  /// The most that a request is likely to cost: a token for every two bytes, and all that may be answered.
  ///
  /// English has about four bytes a token, other languages down to two.
  func estimate(bytes: Int, mostOutput: Int) -> NanoDollars {
    cost(input: Int64(bytes / 2 + 16), output: Int64(mostOutput))
  }
}
