internal import CallModel
internal import JSON
internal import OTLP

/// A conversation that comes as one event a message and one a choice (OTel GenAI 1.28 to 1.36,
/// OpenLLMetry, Azure's SDKs): in a call's span or as log records.
struct MessageEvents {
  /// Beyond this many further ones are left out.
  private static let most = 10_000

  private var entries: [(time: UInt64, event: ContentEvent.Kind, json: JSON)] = []

  init() {}

  /// The events of a span.
  init(of events: SpanEvents, in bytes: UnsafeRawBufferPointer) {
    for event in events {
      guard let content = ContentEvent(name: bytes.slice(event.name)) else { continue }
      add(content, body: .empty, event.attributes(in: bytes), time: event.time, in: bytes)
    }
  }

  /// Takes an event, if it is one of a message or a choice.
  mutating func add(
    _ event: ContentEvent, body: AnyValue, _ attributes: some Sequence<KeyValue>, time: UInt64,
    in bytes: UnsafeRawBufferPointer
  ) {
    guard let kind = event.kind, entries.count < Self.most else { return }
    entries.append((time, kind, JSON(eventBody: body, attributes, in: bytes)))
  }

  /// The messages in the order of their times, those of one time in the order they came in (they
  /// carry no index), and the choice with the lowest index.
  var conversation: Conversation {
    var conversation = Conversation()
    if entries.isEmpty { return conversation }
    var lowest = Int64.max
    let sorted = entries.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
    for (_, entry) in sorted {
      switch entry.event {
      case .message(let role): conversation.append(Message(entry.json, sentAs: role))
      case .choice:
        let index = entry.json["index"]?.number?.int64 ?? 0
        guard index < lowest else { continue }
        lowest = index
        conversation.answer = Message(entry.json)
        conversation.finish = FinishReason(reading: entry.json["finish_reason"]?.string ?? "")
      }
    }
    return conversation
  }
}

extension ContentEvent {
  /// The events that hold one message each.
  enum Kind {
    case message(role: String)
    case choice
  }

  fileprivate var kind: Kind? {
    switch self {
    case .message(let role): .message(role: String(decoding: role, as: UTF8.self))
    case .choice: .choice
    case .prompt, .completion, .details: nil
    }
  }
}

extension Message {
  /// A message of which the event's name gives the role, unless it says another itself.
  fileprivate init(_ json: JSON, sentAs role: String) {
    var object = json.object ?? JSONObject([("content", json)])
    if object["role"]?.string ?? "" == "" { object["role"] = .string(role) }
    // A tool's result may be anything, also where chat APIs have a text or parts.
    let content = object["content"]
    if object["role"]?.string == "tool", content?.object != nil || content?[0].map({ $0["type"] == nil }) ?? false {
      object["content"] = content.map { .string($0.asText) }
    }
    self.init(.object(object))
  }
}

extension JSON {
  /// What an event says: its body, else the attribute with its content as JSON text (Azure), else
  /// the attributes that are members of a message.
  fileprivate init(eventBody body: AnyValue, _ attributes: some Sequence<KeyValue>, in bytes: UnsafeRawBufferPointer) {
    if let content = Content(body, in: bytes) {
      self = JSON(message: content)
      return
    }
    var object = JSONObject()
    for attribute in attributes {
      let key = bytes.slice(attribute.key)
      if key.equals("gen_ai.event.content"), let content = Content(attribute.value, in: bytes) {
        self = JSON(message: content)
        return
      }
      let name = String(
        decoding: key.starts(with: Self.prefix) ? key.dropFirst(Self.prefix.count) : key[...], as: UTF8.self)
      guard Self.members.contains(name) else { continue }
      switch Content(attribute.value, in: bytes) {
      // Of these only the content is a text of the user's, which may look like JSON.
      case .structured(let json): object[name] = name == "content" ? .string(json.asText) : json
      case .text(let text): object[name == "message" ? "content" : name] = .string(text)
      case nil: break
      }
    }
    self = .object(object)
  }

  private init(message content: Content) {
    switch content {
    case .structured(let json): self = json.object == nil ? .object(JSONObject([("content", json)])) : json
    case .text(let text): self = .object(JSONObject([("content", .string(text))]))
    }
  }

  private static let prefix = Array("gen_ai.event.".utf8)
  private static let members: Set<String> = [
    "content", "role", "tool_calls", "id", "index", "finish_reason", "message",
  ]
}
