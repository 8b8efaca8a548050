internal import CallModel
internal import JSON
internal import Pipeline
internal import Storage

extension JSON {
  /// The value, or null.
  static func optional(_ text: String?) -> JSON { text.map { .string($0) } ?? .null }
  static func optional(_ number: Int64?) -> JSON { number.map { JSON($0) } ?? .null }
  static func optional(_ number: Double?) -> JSON { number.map { JSON($0) } ?? .null }
}

extension JudgedStoredCall {
  var fields: [(key: String, value: JSON)] {
    [
      ("id", JSON(call.id)), ("trace_id", .string("\(call.trace)")), ("span_id", .string("\(call.span)")),
      ("arrival_ns", JSON(call.arrival)), ("start_ns", JSON(call.start)), ("duration_ns", .optional(call.duration)),
      ("time_to_first_token_ns", .optional(call.timeToFirstToken)),
      ("route", .optional(call.dimensions.route)), ("provider", .optional(call.dimensions.provider)),
      ("model", .optional(call.dimensions.model)), ("served_model", .optional(call.servedModel)),
      ("tenant", .optional(call.dimensions.tenant)), ("user", .optional(call.dimensions.user)),
      ("key", .optional(call.dimensions.key)), ("conversation", .optional(call.conversation)),
      ("operation", .string(call.operation.name)), ("outcome", .string(call.outcome.name)),
      ("finish_reason", call.finish == .unknown ? .null : .string(call.finish.name)),
      ("error_type", .optional(call.errorType)), ("streaming", .bool(call.isStreaming)),
      (
        "tokens",
        [
          "input": .optional(call.usage.input), "output": .optional(call.usage.output),
          "cache_read": .optional(call.usage.cacheRead), "cache_write": .optional(call.usage.cacheWrite),
          "reasoning": .optional(call.usage.reasoning),
        ]
      ),
      ("cost_nanodollars", .optional(call.cost?.value)),
      ("verdicts", .array(verdicts.map(\.json))),
    ]
  }
}

extension JudgedCall {
  var json: JSON {
    [
      "evaluator": .string(evaluator), "verdict": .string(verdict.kind.name), "score": .optional(verdict.score),
      "label": .optional(verdict.label), "explanation": .optional(verdict.explanation),
      "evidence": .array(verdict.evidence.map { [JSON($0.lowerBound), JSON($0.upperBound)] }),
      "stratum": .string(sample.stratum.name), "inclusion": JSON(sample.inclusion), "at_ns": JSON(at),
    ]
  }
}

extension LLMCall {
  /// The content, as it was read again from the journal.
  var fields: [(key: String, value: JSON)] {
    [
      ("system", .string(system)), ("input", .string(input)), ("output", .string(output)),
      (
        "messages",
        .array(
          messages.map { message in
            [
              "role": .string(message.role), "text": .string(message.text),
              "tool_calls": .array(message.toolCalls.map(\.json)),
              "tool_results": .array(message.toolResults.map { .string($0) }),
            ]
          })
      ),
      ("tool_calls", .array(toolCalls.map(\.json))), ("context", .array(context.map { .string($0) })),
      ("references", .array(references.map { .string($0) })),
      ("attributes", .object(JSONObject(attributes.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))),
    ]
  }
}

extension ToolCall {
  fileprivate var json: JSON { ["id": .string(id), "name": .string(name), "arguments": .string(arguments)] }
}

extension AlertChange {
  var json: JSON {
    [
      "at_ns": JSON(at), "alert": .string(alert), "scope": .string("\(scope)"), "signal": .string(signal.name),
      "from": .string(from.rawValue), "state": .string(to.rawValue), "value": .optional(evidence.value),
      "lower": .optional(evidence.lower), "upper": .optional(evidence.upper), "samples": JSON(evidence.samples),
      "threshold": JSON(threshold), "baseline": .optional(evidence.finding?.baseline),
      "explanation": evidence.finding.map { .string($0.evidence) } ?? .null,
    ]
  }
}

extension AuditEntry {
  var json: JSON {
    [
      "at_ns": JSON(at), "subject": .string(subject), "action": .string(action), "actor": .string(actor),
      "scope": .string("\(scope)"), "enforcement": .string(enforcement.rawValue), "from": JSON(from), "to": JSON(to),
      "evidence": .string(evidence),
    ]
  }
}
