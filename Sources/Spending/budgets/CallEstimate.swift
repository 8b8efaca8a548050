package import CallModel

/// What a call will cost, as far as that can be said before it is sent.
package enum CallEstimate: Hashable, Sendable {
  /// No price is known for the model, or the call names none.
  case unpriced(model: String?)
  /// What the tokens that the caller stated cost; zero if it stated none.
  case stated(NanoDollars)

  /// - Parameter entry: the prices of the model that the call asks for.
  package init(of request: AdmissionRequest, entry: PriceEntry?, at now: Nanoseconds) {
    let input = max(0, request.inputTokens ?? 0)
    let output = max(0, request.maxOutputTokens ?? 0)
    guard let revision = entry?.revision(at: now) else {
      self = .unpriced(model: request.dimensions.model)
      return
    }
    // A model without output (embeddings) cannot be charged for an answer, however long it may get.
    let hasOutput = revision.prices.output != nil
    let usage = TokenUsage(input: input, output: hasOutput ? output : 0)
    // Nil is more than nine billion dollars, since nothing else can be unknown here.
    self = .stated(revision.standard.cost(of: usage) ?? NanoDollars(.max))
  }
}
