internal import CallModel
internal import OTLP

/// The content of a call that came as log records.
struct LogContent {
  private var messages = MessageEvents()
  private var whole = Conversation()

  /// Takes one record of the call's span, a `LogRecord` message.
  mutating func read(_ bytes: UnsafeRawBufferPointer) {
    var record = LogRecordReader(bytes, in: 0..<UInt32(clamping: bytes.count))
    var attributes: [KeyValue] = []
    var name = 0..<0 as Range<UInt32>
    while let attribute = try? record.nextAttribute() {
      if let text = attribute.eventName(in: bytes) { name = text }
      attributes.append(attribute)
    }
    if !record.eventName.isEmpty { name = record.eventName }
    guard let event = ContentEvent(name: bytes.slice(name)) else { return }
    let time = record.time > 0 ? record.time : record.observedTime
    messages.add(event, body: record.body, attributes, time: time, in: bytes)

    var sheet = FactSheet()
    sheet.readContent(of: event, attributes + record.body.members(in: bytes), in: bytes)
    whole.fill(from: Conversation(sheet, FlattenedContent(), operation: .chat, in: bytes))
  }

  /// The events of details and of whole conversations before those of single messages.
  var conversation: Conversation {
    var conversation = whole
    conversation.fill(from: messages.conversation)
    return conversation
  }
}

extension AnyValue {
  /// The members of a map; some senders put into the body what belongs into attributes.
  fileprivate func members(in bytes: UnsafeRawBufferPointer) -> [KeyValue] {
    guard case .map(let range) = self else { return [] }
    var members: [KeyValue] = []
    var list = ProtobufReader(bytes, in: range)
    while let field = try? list.next() {
      guard case (1, .bytes(let range)) = (field.number, field.value) else { continue }
      guard let member = try? KeyValue.read(bytes, range) else { break }
      members.append(member)
    }
    return members
  }
}
