/// What an attribute says about a call, whatever the dialect names it.
///
/// Dialects map their attributes to facts; the rest of the reading knows facts only.
enum Fact: UInt8, CaseIterable {
  case operation, provider, requestModel, responseModel
  /// The model that served if that is known, else the one asked for.
  case model
  /// What kind of span it is: `openinference.span.kind`, `traceloop.span.kind`, `llm.request.type`.
  case spanKind, entityKind, requestType
  case route, tenant, user, key, conversation, response
  case inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens
  case finishReasons, timeToFirstChunk, stream, errorType
  case inputType, outputType
  /// That there are such lists, by their first elements: the sheet does not hold lists that are
  /// sent as one attribute an element and member.
  case inputList, outputList, documentList, annotationList
  // Content: read only when a call is judged.
  case systemInstructions, inputMessages, outputMessages, documents, reference, otherContent
  /// The bodies of request and answer as a whole, in whatever shape the provider has.
  case inputValue, outputValue
  /// The request without its messages, as JSON.
  case parameters

  var isContent: Bool { rawValue >= Fact.systemInstructions.rawValue }
}
