internal import CallModel
internal import JSON
internal import OTLP

/// The value of an attribute that holds messages: ready, or any content.
///
/// Nearly all of them are JSON text of messages with nothing but texts, as OpenTelemetry writes
/// them; those are read from the tape, without a tree of JSON in between.
enum MessageContent {
  case messages([Message])
  case other(Content?)

  init(_ value: AnyValue, in bytes: UnsafeRawBufferPointer) {
    guard case .string(let range) = value, let tape = Content.tape(of: bytes.slice(range)) else {
      self = .other(Content(value, in: bytes))
      return
    }
    let text = bytes.slice(range)
    self = tape.withView(of: text) { view in
      if let messages = [Message](plain: view) { return .messages(messages) }
      return .other(Content(view.json(), of: text))
    }
  }
}

extension [Message] {
  /// The messages of a list in which each has a role that is no tool's, and parts that are texts;
  /// nil if anything else is in there.
  fileprivate init?(plain view: JSONView) {
    guard view.isArray(0) else { return nil }
    self.init()
    reserveCapacity(view.elementCount(0))
    for element in view.elements(0) {
      guard view.isObject(element), let message = Message(plain: element, of: view) else { return nil }
      append(message)
    }
  }
}

extension Message {
  fileprivate init?(plain message: JSONView.Index, of view: JSONView) {
    var role: JSONView.Index?
    var parts: JSONView.Index?
    for (key, value) in view.members(message) {
      if view.equals(key, Names.role), view.isString(value) {
        role = value
      } else if view.equals(key, Names.parts), view.isArray(value), view.elementCount(value) > 0 {
        parts = value
      } else if !view.equals(key, Names.finishReason) {
        return nil
      }
    }
    guard let role, let parts else { return nil }
    if view.equals(role, Names.tool) || view.equals(role, Names.function) { return nil }
    var text: String?
    for part in view.elements(parts) {
      guard view.isObject(part), let next = Self.text(ofPart: part, of: view) else { return nil }
      text = text.map { $0 + "\n" + next } ?? next
    }
    self.init(role: view.string(role), text: text ?? "")
  }

  /// The text of a part that has nothing else; nil also for one that is hidden.
  private static func text(ofPart part: JSONView.Index, of view: JSONView) -> String? {
    var isText = false
    var content: JSONView.Index?
    for (key, value) in view.members(part) {
      if view.equals(key, Names.type), view.isString(value) {
        isText = view.equals(value, Names.text)
      } else if view.equals(key, Names.content), view.isString(value) {
        content = value
      } else {
        return nil
      }
    }
    return isText ? content.flatMap { view.string($0).unlessRedacted } : nil
  }

  private enum Names {
    static let role = Array("role".utf8)
    static let parts = Array("parts".utf8)
    static let finishReason = Array("finish_reason".utf8)
    static let type = Array("type".utf8)
    static let content = Array("content".utf8)
    static let text = Array("text".utf8)
    static let tool = Array("tool".utf8)
    static let function = Array("function".utf8)
  }
}
