/// What an attribute says about a call, whatever the dialect names it.
///
/// Dialects map their attributes to facts; the rest of the reading knows facts only.
enum Fact: UInt8, CaseIterable {
  case operation, provider, requestModel, responseModel
  case route, tenant, user, key, conversation
  case inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens
  case finishReasons, timeToFirstChunk, stream, errorType
  // Content: read only when a call is judged.
  case systemInstructions, inputMessages, outputMessages, documents, reference, otherContent

  var isContent: Bool { rawValue >= Fact.systemInstructions.rawValue }
}
