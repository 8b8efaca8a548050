internal import JSON
internal import OTLP

/// The value of a content attribute: structured, or text that was no JSON.
enum Content {
  case structured(JSON)
  case text(String)

  /// JSON text nested deeper than this is taken as plain text.
  private static let deepest = 128

  /// A string is read as JSON where it is a JSON list or object, since spans may carry content
  /// either way (OTel GenAI, "Recording content on attributes").
  init?(_ value: AnyValue, in bytes: UnsafeRawBufferPointer) {
    switch value {
    case .empty, .bytes: return nil
    case .string(let range):
      if bytes.slice(range).equals("__REDACTED__") { return nil }
      self = Content(Self.parse(bytes.slice(range)), of: bytes.slice(range))
    default:
      switch JSON(value, in: bytes) {
      case .string(let text): self = .text(text)
      case let json: self = .structured(json)
      }
    }
  }
}

extension Content {
  /// What was read from a text; nil if that was no JSON.
  init(_ json: JSON?, of text: UnsafeRawBufferPointer) {
    switch json {
    case .array(let elements): self = .structured(.array(elements))
    case .object(let object): self = .structured(.object(object))
    case .string(let text): self = .text(text)
    default: self = .text(String(decoding: text, as: UTF8.self))
    }
  }

  /// A text strictly read as JSON; nil if it is none.
  static func tape(of text: UnsafeRawBufferPointer) -> JSONTape? {
    guard let tape = try? JSONTape(reading: text, maxDepth: deepest) else { return nil }
    return (try? tape.expectEnd(in: text)) == nil ? nil : tape
  }

  /// JSON strictly read, or after its text was repaired: a stray byte in an answer must not make
  /// evaluators judge the JSON around it.
  private static func parse(_ text: UnsafeRawBufferPointer) -> JSON? {
    do throws(JSONError) {
      return try JSON(parsing: text, maxDepth: deepest)
    } catch {
      guard error.kind == .invalidUTF8 else { return nil }
      return try? JSON(parsing: String(decoding: text, as: UTF8.self), maxDepth: deepest)
    }
  }
}

extension JSON {
  /// A text as it stands, any other value as JSON.
  var asText: String {
    switch self {
    case .string(let text): text
    case .null: ""
    default: text()
    }
  }

  /// The elements of a list; anything else is a list of one.
  var asList: [JSON] {
    if case .array(let elements) = self { elements } else { [self] }
  }
}
