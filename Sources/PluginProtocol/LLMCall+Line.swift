internal import CallModel
internal import JSON

extension LLMCall {
  /// Appends the call as the object that a plugin is handed (DESIGN.md 4); all keys are always there
  /// but `model` and `route`, which are left out where nobody said them.
  func write(into bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + output.utf8.count + 2 * input.utf8.count + system.utf8.count + 512)
    bytes.append("{\"input\":")
    bytes.append(json: input)
    bytes.append(",\"messages\":")
    bytes.append(list: messages) { $0.append(message: $1) }
    bytes.append(",\"system\":")
    bytes.append(json: system)
    bytes.append(",\"output\":")
    bytes.append(json: output)
    bytes.append(",\"tool_calls\":")
    bytes.append(list: toolCalls) { $0.append(toolCall: $1) }
    bytes.append(",\"context\":")
    bytes.append(list: context) { $0.append(json: $1) }
    bytes.append(",\"reference\":")
    bytes.append(list: references) { $0.append(json: $1) }
    for (key, value) in [("model", dimensions.model), ("route", dimensions.route)] {
      guard let value else { continue }
      bytes.append(",\"\(key)\":")
      bytes.append(json: value)
    }
    bytes.append(",\"attributes\":{")
    // In one order, so that the same call is the same line.
    for (place, attribute) in attributes.sorted(by: { $0.key < $1.key }).enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.append(json: attribute.key)
      bytes.append(UInt8(ascii: ":"))
      bytes.append(json: attribute.value)
    }
    bytes.append("}}")
  }
}

extension [UInt8] {
  fileprivate mutating func append(json text: String) { JSON.string(text).write(into: &self) }

  fileprivate mutating func append<Item>(list: [Item], _ write: (inout [UInt8], Item) -> Void) {
    append(UInt8(ascii: "["))
    for (place, element) in list.enumerated() {
      if place > 0 { append(UInt8(ascii: ",")) }
      write(&self, element)
    }
    append(UInt8(ascii: "]"))
  }

  fileprivate mutating func append(message: Message) {
    append("{\"role\":")
    append(json: message.role)
    append(",\"text\":")
    append(json: message.text)
    if !message.toolCalls.isEmpty {
      append(",\"tool_calls\":")
      append(list: message.toolCalls) { $0.append(toolCall: $1) }
    }
    if !message.toolResults.isEmpty {
      append(",\"tool_results\":")
      append(list: message.toolResults) { $0.append(json: $1) }
    }
    append("}")
  }

  fileprivate mutating func append(toolCall: ToolCall) {
    append("{\"id\":")
    append(json: toolCall.id)
    append(",\"name\":")
    append(json: toolCall.name)
    append(",\"arguments\":")
    append(json: toolCall.arguments)
    append("}")
  }
}
