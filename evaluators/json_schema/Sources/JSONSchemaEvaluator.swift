internal import CallModel
internal import JSON
internal import PluginKit

/// Judges each answer by one schema, or by the one that its call asked for.
struct JSONSchemaEvaluator: Evaluator {
  enum Source: Sendable {
    case fixed(Schema)
    case calls(RequestedSchemas)
  }

  let source: Source
  let place: JSONPlace

  func judge(_ calls: [LLMCall]) async -> [Verdict] { calls.map(judge) }

  func judge(_ call: LLMCall) -> Verdict {
    switch source {
    case .fixed(let schema): verdict(on: call, by: schema)
    case .calls(let schemas): verdict(on: call, by: schemas.entry(for: call))
    }
  }

  private func verdict(on call: LLMCall, by schema: Schema) -> Verdict {
    if call.output.isEmpty {
      if !call.toolCalls.isEmpty { return .skip("the answer asks for tools and has no text") }
      if call.outcome == .error { return .skip("the call failed and has no answer") }
    }
    return AnswerVerdict(schema: schema, call: call).verdict(onTextAt: place)
  }

  /// The text is judged if a schema was asked for, and each tool's arguments if it has one.
  private func verdict(on call: LLMCall, by requested: RequestedSchemas.Entry) -> Verdict {
    var isJudged = false
    for tool in call.toolCalls {
      switch requested.tools[tool.name] {
      case .success(let schema):
        let verdict = AnswerVerdict(schema: schema, call: call).verdict(on: tool)
        guard verdict.kind == .pass else { return verdict }
        isJudged = true
      case .failure(let fault): return Self.unusable(fault, "the schema of the tool '\(shortened(tool.name))'")
      case nil: break
      }
    }
    switch requested.answer {
    case .success(let schema) where !(call.output.isEmpty && !call.toolCalls.isEmpty):
      return verdict(on: call, by: schema)
    case .failure(let fault): return Self.unusable(fault, "the schema that the call asked for")
    default: return isJudged ? .pass : .skip("the call asked for no schema")
    }
  }

  private static func unusable(_ fault: SchemaFault, _ what: String) -> Verdict {
    .error("\(what) cannot be used: \(shortened(fault.message, to: 300))", label: "schema_invalid")
  }
}
