internal import OTLP

/// The attributes of a span that are a single value and no content, as text.
struct ScalarAttributes {
  /// How many are kept; further ones are left out.
  private static let most = 128
  /// How many bytes of a name or a value are kept.
  private static let longest = 4096

  private(set) var values: [String: String] = [:]

  mutating func read(_ attribute: KeyValue, in bytes: UnsafeRawBufferPointer) {
    let key = bytes.slice(attribute.key)
    guard !key.isEmpty, key.count <= Self.longest else { return }
    let fact = AttributeNames.span.find(key)?.fact
    guard fact?.isContent != true, let text = Self.text(attribute.value, in: bytes) else { return }
    let name = String(decoding: key, as: UTF8.self)
    guard values.count < Self.most || values[name] != nil else { return }
    values[name] = text
  }

  private static func text(_ value: AnyValue, in bytes: UnsafeRawBufferPointer) -> String? {
    switch value {
    case .string(let range):
      let text = bytes.slice(range)
      return String(decoding: text.prefix(text.characterBoundary(atMost: longest)), as: UTF8.self)
    case .bool(let value): return value ? "true" : "false"
    case .int(let value): return String(value)
    case .double(let value): return value.description
    case .empty, .array, .map, .bytes: return nil
    }
  }
}
