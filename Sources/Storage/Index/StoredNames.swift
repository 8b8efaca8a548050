internal import CallModel

// The spelling of enumerations in the store. It is part of the layout: a case keeps its
// spelling for ever, whatever the program calls it.

extension Operation {
  var stored: StaticString {
    switch self {
    case .chat: "chat"
    case .textCompletion: "text_completion"
    case .generateContent: "generate_content"
    case .embeddings: "embeddings"
    case .notACall: "other"
    }
  }

  init(stored text: String) { self = Self.byName[text] ?? .notACall }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ("\($0.stored)", $0) })
}

extension Outcome {
  var stored: StaticString {
    switch self {
    case .ok: "ok"
    case .error: "error"
    case .truncated: "truncated"
    case .filtered: "filtered"
    }
  }

  init(stored text: String) { self = Self.byName[text] ?? .error }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ("\($0.stored)", $0) })
}

extension FinishReason {
  /// Empty, and therefore NULL, if it is not known.
  var stored: StaticString {
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

  init(stored text: String?) { self = text.flatMap { Self.byName[$0] } ?? .unknown }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ("\($0.stored)", $0) })
}

extension Verdict.Kind {
  var stored: StaticString {
    switch self {
    case .pass: "pass"
    case .fail: "fail"
    case .skip: "skip"
    case .error: "error"
    }
  }

  init(stored text: String) { self = Self.byName[text] ?? .error }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ("\($0.stored)", $0) })
}

extension Sample.Stratum {
  var stored: StaticString {
    switch self {
    case .random: "random"
    case .error: "error"
    case .slow: "slow"
    case .dear: "dear"
    case .newModel: "new_model"
    case .probe: "probe"
    case .foreign: "foreign"
    }
  }

  init(stored text: String) { self = Self.byName[text] ?? .random }

  private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ("\($0.stored)", $0) })
}
