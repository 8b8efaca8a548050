extension Convention {
  /// OpenInference semantic conventions (Arize), as of August 2026.
  static let openInference = Convention(
    span: [
      Name("openinference.span.kind", .spanKind),
      // The provider hosts the model, the system is whose dialect it speaks.
      Name("llm.provider", .provider, rank: 2),
      Name("llm.system", .provider, rank: 3),
      Name("llm.request.model_name", .requestModel, rank: 1),
      Name("llm.response.model_name", .responseModel, rank: 1),
      Name("llm.model_name", .model),
      Name("embedding.model_name", .model, rank: 1),
      Name("llm.invocation_parameters", .parameters),
      Name("embedding.invocation_parameters", .parameters, rank: 1),
      Name("llm.token_count.prompt", .inputTokens, rank: 2),
      Name("llm.token_count.completion", .outputTokens, rank: 2),
      Name("llm.token_count.prompt_details.cache_read", .cacheReadTokens, rank: 2),
      Name("llm.token_count.prompt_details.cache_write", .cacheWriteTokens, rank: 2),
      Name("llm.token_count.completion_details.reasoning", .reasoningTokens, rank: 2),
      Name("llm.finish_reason", .finishReasons, rank: 1),
      Name("input.value", .inputValue),
      Name("input.mime_type", .inputType),
      Name("output.value", .outputValue),
      Name("output.mime_type", .outputType),
      Name("llm.prompt_template.template", .otherContent),
      Name("llm.prompt_template.variables", .otherContent),
      Name("llm.function_call", .otherContent),
      Name("reranker.query", .otherContent),
      Name("tool.parameters", .otherContent),
    ],
    lists: [
      Name("llm.input_messages", .inputMessages),
      Name("llm.output_messages", .outputMessages),
      Name("llm.prompts", .inputMessages),
      Name("llm.choices", .outputMessages),
      Name("embedding.embeddings", .inputMessages),
      Name("retrieval.documents", .documents),
      Name("reranker.output_documents", .documents),
      Name("reranker.input_documents", .otherContent),
      Name("llm.tools", .otherContent),
    ])
}
