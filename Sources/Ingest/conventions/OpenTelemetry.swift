extension Convention {
  /// OpenTelemetry GenAI semantic conventions 1.37 to 1.41, and what is named in the next
  /// generation after them (`cache_write`).
  static let openTelemetry = Convention(
    span: [
      Name("gen_ai.operation.name", .operation),
      Name("gen_ai.provider.name", .provider),
      Name("gen_ai.request.model", .requestModel),
      Name("gen_ai.response.model", .responseModel),
      Name("gen_ai.prompt.name", .route, rank: 1),
      Name("gen_ai.agent.name", .route, rank: 2),
      Name("gen_ai.workflow.name", .route, rank: 3),
      Name("user.id", .user),
      Name("enduser.id", .user, rank: 1),
      Name("gen_ai.conversation.id", .conversation),
      Name("gen_ai.response.id", .response),
      Name("session.id", .conversation, rank: 1),
      Name("gen_ai.usage.input_tokens", .inputTokens),
      Name("gen_ai.usage.output_tokens", .outputTokens),
      Name("gen_ai.usage.cache_read.input_tokens", .cacheReadTokens),
      Name("gen_ai.usage.cache_creation.input_tokens", .cacheWriteTokens),
      Name("gen_ai.usage.cache_write.input_tokens", .cacheWriteTokens),
      Name("gen_ai.usage.reasoning.output_tokens", .reasoningTokens),
      Name("gen_ai.response.finish_reasons", .finishReasons),
      Name("gen_ai.response.time_to_first_chunk", .timeToFirstChunk),
      Name("gen_ai.request.stream", .stream),
      Name("error.type", .errorType),
      Name("gen_ai.system_instructions", .systemInstructions),
      Name("gen_ai.input.messages", .inputMessages),
      Name("gen_ai.output.messages", .outputMessages),
      Name("gen_ai.retrieval.documents", .documents),
      Name("gen_ai.tool.definitions", .otherContent),
      Name("gen_ai.tool.call.arguments", .otherContent),
      Name("gen_ai.tool.call.result", .otherContent),
      Name("gen_ai.retrieval.query.text", .otherContent),
    ],
    resource: [
      Name("service.name", .route),
      Name("user.id", .user),
      Name("enduser.id", .user, rank: 1),
      Name("gen_ai.conversation.id", .conversation),
      Name("session.id", .conversation, rank: 1),
    ],
    lists: [
      // Values that a named prompt was filled with.
      Name("gen_ai.prompt.variable", .otherContent)
    ])
}
