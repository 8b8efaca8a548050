internal import CallModel
internal import OTLP

extension FactSheet {
  /// Whether the span is a call, and which.
  ///
  /// Spans of agents, tools and workflows repeat the tokens of the calls below them: where any
  /// dialect says that a span is one of those, it is none.
  func operation(in bytes: UnsafeRawBufferPointer) -> Operation {
    let name = bytes.slice(text(.operation))
    if !has(.spanKind) && !has(.entityKind) && !name.isEmpty { return Self.operation(named: name) }
    if has(.entityKind), Self.isAboveCalls(bytes.slice(text(.entityKind))) { return .notACall }
    let kind = has(.spanKind) ? Self.operation(ofKind: bytes.slice(text(.spanKind))) : nil
    if kind == .notACall { return .notACall }
    if !name.isEmpty { return Self.operation(named: name) }
    return kind ?? operationWithoutName(in: bytes)
  }

  /// A value of `gen_ai.operation.name`.
  private static func operation(named name: UnsafeRawBufferPointer) -> Operation {
    if name.equals("chat") { return .chat }
    if name.equals("embeddings") { return .embeddings }
    if name.equals("text_completion") { return .textCompletion }
    if name.equals("generate_content") { return .generateContent }
    return .notACall
  }

  /// A value of `openinference.span.kind`.
  private static func operation(ofKind kind: UnsafeRawBufferPointer) -> Operation {
    if kind.equalsIgnoringCase("llm") { return .chat }
    if kind.equalsIgnoringCase("embedding") { return .embeddings }
    return .notACall
  }

  /// Whether a value of `traceloop.span.kind` is what calls are made from.
  private static func isAboveCalls(_ kind: UnsafeRawBufferPointer) -> Bool {
    kind.equalsIgnoringCase("workflow") || kind.equalsIgnoringCase("task") || kind.equalsIgnoringCase("agent")
      || kind.equalsIgnoringCase("tool")
  }

  /// By `llm.request.type`; without it a span that names a model and its tokens is a chat, for
  /// older libraries say no more.
  private func operationWithoutName(in bytes: UnsafeRawBufferPointer) -> Operation {
    let type = bytes.slice(text(.requestType))
    if type.equals("chat") { return .chat }
    if type.equals("completion") { return .textCompletion }
    if type.equals("embedding") { return .embeddings }
    if type.equals("rerank") { return .notACall }
    guard !text(.requestModel).isEmpty else { return .notACall }
    return self[.inputTokens] != .empty || self[.outputTokens] != .empty ? .chat : .notACall
  }
}
