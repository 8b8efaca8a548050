internal import JSON

/// An attribute that may hold the schema of an answer or of a tool's arguments, by how it is written.
enum SchemaAttribute: String {
  /// The schema, bare or wrapped as providers do.
  case schema = "s"
  /// A `response_format`; a word alone asks for no schema.
  case format = "f"
  /// All parameters of a request, `response_format` and `tools` among them.
  case parameters = "p"
  /// A tool, or a list of tools.
  case tools = "t"

  /// Those of OpenLLMetry, of OpenTelemetry, and of OpenInference; the first that holds a schema counts.
  static let known: [(name: String, kind: SchemaAttribute)] = [
    ("gen_ai.request.structured_output_schema", .schema),
    ("gen_ai.request.response_format", .format),
    ("gen_ai.openai.request.response_format", .format),
    ("llm.invocation_parameters", .parameters),
    ("gen_ai.tool.definitions", .tools),
  ]

  /// `llm.tools.0.tool.json_schema` (OpenInference).
  static func isTool(_ name: String) -> Bool {
    name.hasPrefix("llm.tools.") && name.hasSuffix(".tool.json_schema")
  }

  /// The schema that the answer is to fit; nil if none is asked for.
  func answerSchema(in value: JSON) -> JSON? {
    switch self {
    case .schema: Self.unwrapped(value) ?? value
    case .format: Self.schema(ofFormat: value)
    case .parameters: Self.schema(ofParameters: value)
    case .tools: nil
    }
  }

  /// The tools with a schema, in their order.
  func tools(in value: JSON) -> [(name: String, schema: JSON)] {
    switch self {
    case .schema, .format: []
    case .parameters: (value["tools"]?.array ?? []).compactMap(Self.tool)
    case .tools: (value.array ?? [value]).compactMap(Self.tool)
    }
  }

  /// `{"name": …, "schema": …}`, with or without `{"json_schema": …}` around it.
  private static func unwrapped(_ value: JSON) -> JSON? {
    let inner = value["json_schema"] ?? value
    guard let schema = inner["schema"], schema.object != nil else { return nil }
    return inner["name"] != nil || value["type"] == "json_schema" || value["json_schema"] != nil ? schema : nil
  }

  private static func schema(ofFormat value: JSON) -> JSON? {
    if value["type"] == "json_object" { return ["type": "object"] }
    return unwrapped(value)
  }

  private static func schema(ofParameters value: JSON) -> JSON? {
    // OpenAI's chat, OpenAI's responses, Anthropic's two, vLLM, Gemini.
    for format in [
      value["response_format"], value["text"]?["format"], value["output_config"]?["format"], value["output_format"],
    ] {
      if let schema = format.flatMap(schema(ofFormat:)) { return schema }
    }
    return [value["guided_json"], value["response_json_schema"]].compactMap { $0 }.first { $0.object != nil }
  }

  private static func tool(_ value: JSON) -> (name: String, schema: JSON)? {
    let function = value["function"] ?? value
    guard let name = function["name"]?.string else { return nil }
    let schema = function["parameters"] ?? function["input_schema"] ?? function["inputSchema"]
    return schema.flatMap { $0.object == nil ? nil : (name, $0) }
  }
}
