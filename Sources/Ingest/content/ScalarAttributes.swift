internal import OTLP

/// The attributes of a span that are a single value and no content, as text; and those that say
/// what form the answer and the arguments of tools are to have, by which they are judged.
struct ScalarAttributes {
  /// How many are kept; further ones are left out.
  private static let most = 128
  /// How many most spans have.
  private static let usual = 24
  /// How many bytes of a name or a value are kept.
  private static let longest = 4096
  /// How many bytes of all values that are schemas are kept; a schema that is cut is worth nothing.
  private static let mostSchemaBytes = 256 << 10

  private(set) var values: [String: String] = [:]
  private var schemaBytes = 0

  /// - Parameter known: what the attribute's name says; nil if no dialect names it.
  mutating func read(
    _ attribute: KeyValue, _ known: AttributeNames.Match?, isContent: Bool, in bytes: UnsafeRawBufferPointer
  ) {
    let key = bytes.slice(attribute.key)
    guard !key.isEmpty, key.count <= Self.longest else { return }
    let holdsSchema = Self.holdsSchema(key)
    if !holdsSchema, isContent || known?.fact.isContent == true { return }
    let room = holdsSchema ? Self.mostSchemaBytes - schemaBytes : Self.longest
    guard let text = Self.text(attribute.value, atMost: room, in: bytes) else { return }
    let name = known.map(AttributeNames.span.name) ?? String(decoding: key, as: UTF8.self)
    if values.isEmpty { values.reserveCapacity(Self.usual) }
    if values.count < Self.most {
      values[name] = text
    } else if let place = values.index(forKey: name) {
      values.values[place] = text
    } else {
      return
    }
    if holdsSchema { schemaBytes += text.utf8.count }
  }

  /// Names of OpenLLMetry, OpenTelemetry and OpenInference.
  private static func holdsSchema(_ key: UnsafeRawBufferPointer) -> Bool {
    if key.hasPrefix("llm.tools.") { return key.hasSuffix(".tool.json_schema") }
    return key.equals("gen_ai.request.structured_output_schema") || key.equals("gen_ai.request.response_format")
      || key.equals("gen_ai.openai.request.response_format") || key.equals("llm.invocation_parameters")
      || key.equals("gen_ai.tool.definitions")
  }

  private static func text(_ value: AnyValue, atMost longest: Int, in bytes: UnsafeRawBufferPointer) -> String? {
    switch value {
    case .string(let range):
      let text = bytes.slice(range)
      let kept = text.count <= longest ? text.count : text.characterBoundary(atMost: max(0, longest))
      return String(decoding: UnsafeRawBufferPointer(rebasing: text.prefix(kept)), as: UTF8.self)
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .double(let value): return value.description
    case .empty, .array, .map, .bytes: return nil
    }
  }
}
