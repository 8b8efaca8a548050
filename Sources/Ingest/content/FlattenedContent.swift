internal import CallModel
internal import JSON
internal import OTLP

/// The content of a span that is sent as one attribute an element and member.
struct FlattenedContent {
  /// Beyond this many values and steps further ones are left out, so that memory stays bounded.
  private static let mostNodes = 50_000

  private var trees: [Fact: AttributeTree] = [:]
  private var nodes = 0

  /// Whether the attribute belongs to such a list; it is taken if it is a text or a number.
  mutating func read(_ attribute: KeyValue, in bytes: UnsafeRawBufferPointer) -> Bool {
    guard let (fact, path) = ContentLists.find(bytes.slice(attribute.key)) else { return false }
    guard fact != .otherContent, nodes < Self.mostNodes else { return true }
    switch attribute.value {
    case .empty, .array, .map, .bytes: break
    default: nodes += trees[fact, default: AttributeTree()].insert(JSON(attribute.value, in: bytes), at: path)
    }
    return true
  }

  /// The elements of a list, in order; empty if there is none.
  subscript(fact: Fact) -> [JSON] { trees.isEmpty ? [] : trees[fact]?.json.asList ?? [] }
}

extension Message {
  /// A message of the conversation that was sent, as it was flattened.
  init(flattened json: JSON) {
    self.init(json.withParts ?? json)
    // The prompts of completions and the texts of embeddings have no role.
    if role.isEmpty { role = "user" }
  }
}

extension JSON {
  /// The message with its content as parts, where OpenLLMetry wrote the parts as JSON text.
  ///
  /// Only if every part has one of the types that requests have: a user may send any JSON.
  fileprivate var withParts: JSON? {
    guard case .object(var message) = self, let text = message["content"]?.string, text.hasPrefix("[{") else {
      return nil
    }
    guard case .array(let parts)? = try? JSON(parsing: text, maxDepth: 64), !parts.isEmpty else { return nil }
    guard parts.allSatisfy({ Self.partTypes.contains($0["type"]?.string ?? "") }) else { return nil }
    message["content"] = .array(parts)
    return .object(message)
  }

  /// OpenAI's types of parts, then Anthropic's.
  private static let partTypes: Set<String> = [
    "text", "image_url", "input_audio", "file", "input_text", "output_text", "input_image", "input_file", "refusal",
    "image", "document", "tool_use", "tool_result", "thinking",
  ]
}
