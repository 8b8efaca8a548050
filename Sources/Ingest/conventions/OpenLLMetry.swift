extension Convention {
  /// OpenLLMetry (Traceloop): the names of its own that came before OpenTelemetry's, and those it
  /// still has beside them (`opentelemetry-semantic-conventions-ai` 0.4 and 0.5).
  static let openLLMetry = Convention(
    span: [
      Name("llm.request.type", .requestType),
      Name("traceloop.span.kind", .entityKind),
      Name("traceloop.workflow.name", .route, rank: 4),
      Name("traceloop.association.properties.user_id", .user, rank: 2),
      Name("gen_ai.user", .user, rank: 3),
      Name("llm.user", .user, rank: 4),
      Name("traceloop.association.properties.session_id", .conversation, rank: 2),
      Name("gen_ai.usage.cache_read_input_tokens", .cacheReadTokens, rank: 1),
      Name("gen_ai.usage.cache_creation_input_tokens", .cacheWriteTokens, rank: 1),
      Name("gen_ai.usage.reasoning_tokens", .reasoningTokens, rank: 1),
      Name("llm.usage.reasoning_tokens", .reasoningTokens, rank: 3),
      Name("gen_ai.is_streaming", .stream, rank: 1),
      Name("llm.is_streaming", .stream, rank: 2),
      Name("gen_ai.completion.0.finish_reason", .finishReasons, rank: 2),
      Name("gen_ai.response.finish_reason", .finishReasons, rank: 3),
      Name("gen_ai.response.stop_reason", .finishReasons, rank: 4),
      Name("llm.response.finish_reason", .finishReasons, rank: 5),
      Name("llm.response.stop_reason", .finishReasons, rank: 6),
      Name("traceloop.entity.input", .inputValue, rank: 1),
      Name("traceloop.entity.output", .outputValue, rank: 1),
      Name("traceloop.prompt.template", .otherContent),
      Name("traceloop.prompt.template_variables", .otherContent),
      // Request headers: they may hold keys.
      Name("gen_ai.headers", .otherContent),
      Name("llm.headers", .otherContent),
      Name("gen_ai.prompt.0.content", .inputList),
      Name("gen_ai.completion.0.content", .outputList),
      Name("gen_ai.completion.0.tool_calls.0.name", .outputList),
      Name("db.query.result.document.0", .documentList),
    ],
    lists: [
      Name("gen_ai.prompt", .inputMessages),
      Name("gen_ai.completion", .outputMessages),
      Name("gen_ai.tool.definitions", .otherContent),
      Name("llm.request.functions", .otherContent),
      // Its instrumentation of Azure's search; other vector databases have events of that name.
      Name("db.query.result.document", .documents),
    ])
}
