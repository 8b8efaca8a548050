internal import OTLP

/// The attributes of a span that are a single value and no content, as text; and those that say
/// what form the answer and the arguments of tools are to have, by which they are judged.
struct ScalarAttributes {
  /// How many are kept; further ones are left out.
  private static let most = 128
  /// How many bytes of a name or a value are kept.
  private static let longest = 4096
  /// How many bytes of all values that are schemas are kept; a schema that is cut is worth nothing.
  private static let mostSchemaBytes = 256 << 10

  private(set) var values: [String: String] = [:]
  private var schemaBytes = 0

  mutating func read(_ attribute: KeyValue, isContent: Bool, in bytes: UnsafeRawBufferPointer) {
    let key = bytes.slice(attribute.key)
    guard !key.isEmpty, key.count <= Self.longest else { return }
    let holdsSchema = Self.holdsSchema(key)
    if !holdsSchema, isContent || AttributeNames.span.find(key)?.fact.isContent == true { return }
    let room = holdsSchema ? Self.mostSchemaBytes - schemaBytes : Self.longest
    guard let text = Self.text(attribute.value, atMost: room, in: bytes) else { return }
    let name = String(decoding: key, as: UTF8.self)
    guard values.count < Self.most || values[name] != nil else { return }
    values[name] = text
    if holdsSchema { schemaBytes += text.utf8.count }
  }

  /// Names of OpenLLMetry, OpenTelemetry and OpenInference.
  private static func holdsSchema(_ key: UnsafeRawBufferPointer) -> Bool {
    if key.starts(with: "llm.tools.".utf8) { return key.suffix(17).elementsEqual(".tool.json_schema".utf8) }
    return schemaNames.contains { key.elementsEqual($0.utf8) }
  }

  private static let schemaNames = [
    "gen_ai.request.structured_output_schema", "gen_ai.request.response_format",
    "gen_ai.openai.request.response_format", "llm.invocation_parameters", "gen_ai.tool.definitions",
  ]

  private static func text(_ value: AnyValue, atMost longest: Int, in bytes: UnsafeRawBufferPointer) -> String? {
    switch value {
    case .string(let range):
      let text = bytes.slice(range)
      return String(decoding: text.prefix(text.characterBoundary(atMost: max(0, longest))), as: UTF8.self)
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .double(let value): return value.description
    case .empty, .array, .map, .bytes: return nil
    }
  }
}
