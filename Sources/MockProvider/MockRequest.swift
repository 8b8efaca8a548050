package import JSON

/// What a request asks for, in any of the dialects.
package struct MockRequest: Sendable {
  /// A path, and with it a dialect.
  package enum Endpoint: String, CaseIterable, Sendable {
    case chatCompletions = "/v1/chat/completions"
    case responses = "/v1/responses"
    case embeddings = "/v1/embeddings"
    case messages = "/v1/messages"

    /// Whose shape answers and errors have.
    package var provider: Provider { self == .messages ? .anthropic : .openAI }
  }

  /// Whose dialect is spoken.
  package enum Provider: Sendable {
    case openAI, anthropic
  }

  /// A tool that the model may call, with the JSON Schema of its arguments.
  package struct Tool: Sendable {
    package var name: String
    package var schema: JSON
  }

  package var endpoint: Endpoint
  /// The model without a suffix that asks for behaviour.
  package var model: String
  package var behaviour: MockBehaviour
  /// Whether the answer is to come as server-sent events.
  package var streams: Bool
  /// OpenAI's `stream_options.include_usage`.
  package var includesUsage: Bool
  /// Empty where the last message brings a tool's result: then the model answers in words.
  package var tools: [Tool]
  /// The schema that the answer must follow.
  package var schema: JSON?
  /// How many texts are to be embedded.
  package var inputs: Int
  /// OpenAI's `encoding_format: base64`.
  package var wantsBase64: Bool
  /// Bytes of all that the model is given to read, for an estimate of its tokens.
  package var inputBytes: Int
  /// A hash of the request, from which everything arbitrary in the answer is drawn.
  package var seed: UInt64
}

extension MockRequest {
  /// Reads a request; what it does not understand it ignores, as providers mostly do.
  ///
  /// - Parameter behaviour: the start, to which the model's suffix is applied.
  package init(
    _ endpoint: Endpoint, body: JSON, behaviour: MockBehaviour
  ) throws(MockBehaviourError) {
    guard let asked = body["model"]?.string, !asked.isEmpty else {
      throw MockBehaviourError(description: "you must provide a model parameter")
    }
    if endpoint == .messages, body["max_tokens"]?.number == nil {
      throw MockBehaviourError(description: "max_tokens: Field required")
    }
    let content = body[endpoint == .chatCompletions || endpoint == .messages ? "messages" : "input"]
    guard let content else {
      throw MockBehaviourError(
        description: "missing required parameter: '\(endpoint.provider == .anthropic ? "messages" : "input")'")
    }
    self.endpoint = endpoint
    self.behaviour = behaviour
    model = try self.behaviour.apply(suffixOf: asked)
    streams = body["stream"]?.bool ?? false
    includesUsage = body["stream_options"]?["include_usage"]?.bool ?? false
    tools = Self.endsWithToolResult(content) ? [] : Self.tools(body)
    let format = body["response_format"]?["json_schema"] ?? body["text"]?["format"]
    schema = format?["schema"]
    inputs = content.array?.count ?? 1
    wantsBase64 = body["encoding_format"]?.string == "base64"
    inputBytes = content.text().utf8.count + (body["system"] ?? body["instructions"] ?? "").text().utf8.count
    seed = fnv1a(body.text().utf8)
  }

  /// OpenAI nests a tool's description in `function` (chat) or not (responses); Anthropic names
  /// the schema `input_schema`.
  private static func tools(_ body: JSON) -> [Tool] {
    if body["tool_choice"]?.string == "none" { return [] }
    return (body["tools"]?.array ?? []).compactMap { tool in
      let function = tool["function"] ?? tool
      guard let name = function["name"]?.string else { return nil }
      return Tool(name: name, schema: function["parameters"] ?? function["input_schema"] ?? [:])
    }
  }

  private static func endsWithToolResult(_ content: JSON) -> Bool {
    guard let last = content.array?.last else { return false }
    if last["role"]?.string == "tool" || last["type"]?.string == "function_call_output" { return true }
    return (last["content"]?.array ?? []).contains { $0["type"]?.string == "tool_result" }
  }
}

/// FNV-1a, 64 bits: stable between processes, unlike `Hasher`.
func fnv1a(_ bytes: some Sequence<UInt8>) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
