internal import CallModel
internal import JSON
internal import OTLP

/// The conversation in `input.value`: the messages of a request in a shape that is known, else the
/// text as one message of the user's.
func wholeInput(_ sheet: FactSheet, in batch: UnsafeRawBufferPointer) -> [Message] {
  guard let text = wholeText(sheet.text(.inputValue), in: batch) else { return [] }
  if let json = body(sheet.text(.inputValue), type: sheet.text(.inputType), in: batch) {
    if let messages = (json["messages"] ?? json["input"])?.array { return messages.map(Message.init(sent:)) }
    if let text = (json["prompt"] ?? json["input"])?.string { return [Message(role: "user", text: text)] }
    if let list = json.array, list.allSatisfy({ $0["role"] != nil }) { return list.map(Message.init(sent:)) }
  }
  return [Message(role: "user", text: text)]
}

/// The first choice in `output.value`, if its shape is known, else the text.
func wholeOutput(_ sheet: FactSheet, in batch: UnsafeRawBufferPointer) -> JSON? {
  guard let text = wholeText(sheet.text(.outputValue), in: batch) else { return nil }
  if let json = body(sheet.text(.outputValue), type: sheet.text(.outputType), in: batch) {
    if let choices = json["choices"]?.array { return choices.first }
    // A message by itself, as Anthropic answers.
    if json["role"] != nil, json["content"] != nil { return json }
  }
  return .string(text)
}

private func wholeText(_ range: Range<UInt32>, in batch: UnsafeRawBufferPointer) -> String? {
  range.isEmpty ? nil : batch.text(range).unlessRedacted
}

/// A body that says it is JSON, as `text/plain` is what it is when it says nothing: an answer that
/// happens to be JSON is a text.
private func body(_ range: Range<UInt32>, type: Range<UInt32>, in batch: UnsafeRawBufferPointer) -> JSON? {
  guard batch.slice(type).equalsIgnoringCase("application/json") else { return nil }
  guard case .structured(let json) = Content(.string(range), in: batch) else { return nil }
  return json
}

extension Message {
  /// A message of a request, in which a plain string or no role means the user.
  fileprivate init(sent json: JSON) {
    self.init(json)
    if role.isEmpty { role = "user" }
  }
}
