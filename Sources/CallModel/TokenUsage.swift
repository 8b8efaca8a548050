/// The tokens of one call, as the provider billed them; nil where nothing was said.
///
/// `input` includes what was read from and written to the provider's cache; `output` includes
/// reasoning (OTel GenAI 1.41). The parts are therefore never added to their totals.
public struct TokenUsage: Hashable, Sendable {
  public var input: Int64?
  public var output: Int64?
  public var cacheRead: Int64?
  public var cacheWrite: Int64?
  public var reasoning: Int64?

  public init(
    input: Int64? = nil, output: Int64? = nil, cacheRead: Int64? = nil, cacheWrite: Int64? = nil,
    reasoning: Int64? = nil
  ) {
    self.input = input
    self.output = output
    self.cacheRead = cacheRead
    self.cacheWrite = cacheWrite
    self.reasoning = reasoning
  }

  /// Nothing at all is known, so the call cannot be priced.
  public var isUnknown: Bool { input == nil && output == nil }
}
