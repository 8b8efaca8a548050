extension Convention {
  /// What pydantic-ai names otherwise than OpenTelemetry (its data formats 2 to 6).
  ///
  /// Its `gen_ai.aggregated_usage.*` are sums over an agent's calls, so they stand in no table.
  static let pydanticAI = Convention(
    span: [
      Name("gen_ai.client.operation.time_to_first_chunk", .timeToFirstChunk, rank: 1),
      Name("gen_ai.usage.details.cache_read_tokens", .cacheReadTokens, rank: 3),
      Name("gen_ai.usage.details.cache_write_tokens", .cacheWriteTokens, rank: 3),
      Name("gen_ai.usage.details.reasoning_tokens", .reasoningTokens, rank: 4),
      Name("model_request_parameters", .otherContent),
      Name("pydantic_ai.all_messages", .otherContent),
      Name("final_result", .otherContent),
    ])
}
