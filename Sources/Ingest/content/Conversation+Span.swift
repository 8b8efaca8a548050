internal import CallModel
internal import JSON
internal import OTLP

extension Conversation {
  /// What the attributes say; `lists` are those of them that are sent in pieces.
  init(_ sheet: FactSheet, _ lists: FlattenedContent, operation: Operation, in batch: UnsafeRawBufferPointer) {
    switch Content(sheet[.systemInstructions], in: batch) {
    case .structured(let json):
      // Parts without a message around them; a whole message is taken too.
      if json["parts"] != nil || json["role"] != nil {
        systems.append(Message(json).text)
      } else {
        systems.append(Message(role: "system", parts: json.asList).text)
      }
    case .text(let text): systems.append(text)
    case nil: break
    }
    for message in sentMessages(sheet, lists, in: batch) { append(message) }
    readAnswer(sheet, lists, operation, in: batch)
    documents = spanDocuments(sheet[.documents], lists[.documents], in: batch)
    references = texts(sheet[.reference], in: batch)
  }

  /// One entry a choice; the first is judged.
  private mutating func readAnswer(
    _ sheet: FactSheet, _ lists: FlattenedContent, _ operation: Operation, in batch: UnsafeRawBufferPointer
  ) {
    switch MessageContent(sheet[.outputMessages], in: batch) {
    case .messages(let messages): answer = messages.first
    case .other(.structured(let json)): answer = json.asList.first.map { Message($0) }
    case .other(.text(let text)): answer = Message(role: "", text: text)
    case .other(nil):
      let list = lists[.outputMessages]
      // The body that answers a request for embeddings holds numbers.
      let choice = list.isEmpty && operation != .embeddings ? wholeOutput(sheet, in: batch) : list.first
      answer = choice.map { Message($0) }
    }
  }
}

/// The conversation from the first place that has it: one attribute or event, a flattened list,
/// the body of the request.
private func sentMessages(
  _ sheet: FactSheet, _ lists: FlattenedContent, in batch: UnsafeRawBufferPointer
) -> [Message] {
  switch MessageContent(sheet[.inputMessages], in: batch) {
  case .messages(let messages): return messages
  case .other(.structured(let json)): return json.asList.map { Message($0) }
  case .other(.text(let text)): return [Message(role: "user", text: text)]
  case .other(nil): break
  }
  // A list that is there but hidden must not be read from the body.
  let list = lists[.inputMessages]
  return list.isEmpty ? wholeInput(sheet, in: batch) : list.map { Message(flattened: $0) }
}

/// The texts of `gen_ai.retrieval.documents`, or of a list of documents that is sent in pieces.
private func spanDocuments(_ value: AnyValue, _ list: [JSON], in batch: UnsafeRawBufferPointer) -> [String] {
  switch Content(value, in: batch) {
  case .structured(let json): json.asList.compactMap(RetrievedDocument.text)
  case .text(let text): [text]
  case nil: list.compactMap(RetrievedDocument.text)
  }
}

/// A text or a list of texts.
private func texts(_ value: AnyValue, in batch: UnsafeRawBufferPointer) -> [String] {
  switch value {
  case .string(let range): [batch.text(range)]
  case .array: JSON(value, in: batch).asList.compactMap(\.string)
  default: []
  }
}
