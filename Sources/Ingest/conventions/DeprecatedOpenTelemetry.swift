extension Convention {
  /// Names that OpenTelemetry has replaced, as far as they are still sent: up to 1.26 (tokens), in
  /// 1.27 (content, as attributes of span events) and up to 1.36 (`gen_ai.system`).
  static let deprecatedOpenTelemetry = Convention(
    span: [
      Name("gen_ai.system", .provider, rank: 1),
      Name("gen_ai.usage.prompt_tokens", .inputTokens, rank: 1),
      Name("gen_ai.usage.completion_tokens", .outputTokens, rank: 1),
      Name("gen_ai.prompt", .inputMessages, rank: 1),
      Name("gen_ai.completion", .outputMessages, rank: 1),
    ])
}
