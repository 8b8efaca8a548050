/// What kind of request a span is about (OTel `gen_ai.operation.name`).
public enum Operation: UInt8, Sendable, CaseIterable {
  case chat, textCompletion, generateContent, embeddings
  /// Agent, tool, workflow and retrieval spans: they repeat the tokens of the calls below
  /// them, so they are kept as context and never counted.
  case notACall

  /// The value of `gen_ai.operation.name`, and the label in metrics.
  public var name: String {
    switch self {
    case .chat: "chat"
    case .textCompletion: "text_completion"
    case .generateContent: "generate_content"
    case .embeddings: "embeddings"
    case .notACall: "other"
    }
  }
}

/// Why the model stopped, in one vocabulary for all providers.
public enum FinishReason: UInt8, Sendable, CaseIterable {
  case unknown, stop, length, toolCall, contentFilter, error, other

  public var name: String {
    switch self {
    case .unknown: ""
    case .stop: "stop"
    case .length: "length"
    case .toolCall: "tool_call"
    case .contentFilter: "content_filter"
    case .error: "error"
    case .other: "other"
    }
  }
}

/// How the call ended, as `assay_calls_total{outcome}` counts it.
public enum Outcome: UInt8, Sendable, CaseIterable {
  case ok, error, truncated, filtered

  public var name: String {
    switch self {
    case .ok: "ok"
    case .error: "error"
    case .truncated: "truncated"
    case .filtered: "filtered"
    }
  }
}
