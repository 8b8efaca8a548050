package import CallModel
internal import JSON
internal import OTLP

/// The call with its content, read from the batch that the record was found in.
///
/// Content that is no JSON where JSON is expected is taken as it stands. A batch that is not the
/// record's own gives a call without content, never an error.
package func readCall(_ record: CallRecord, in batch: UnsafeRawBufferPointer, symbols: Symbols) -> LLMCall {
  var call = LLMCall(
    trace: record.trace, span: record.span, dimensions: dimensions(of: record, in: batch, symbols: symbols),
    operation: record.operation, outcome: record.outcome, finish: record.finish,
    servedModel: symbols.models.name(of: record.servedModel), start: record.start, duration: record.duration,
    usage: record.usage)

  var sheet = FactSheet()
  var lists = FlattenedContent()
  var attributes = ScalarAttributes()
  var span = SpanReader(batch, in: record.source.range)
  while let attribute = try? span.nextAttribute() {
    sheet.read(attribute, names: .span, in: batch)
    if !lists.read(attribute, in: batch) { attributes.read(attribute, in: batch) }
  }
  sheet.readContent(of: span.events, in: batch)

  call.attributes = attributes.values
  call.references = texts(sheet[.reference], in: batch)
  call.readInput(sheet, lists, in: batch)
  call.readOutput(sheet, lists, in: batch)
  return call
}

extension LLMCall {
  fileprivate mutating func readInput(
    _ sheet: FactSheet, _ lists: FlattenedContent, in batch: UnsafeRawBufferPointer
  ) {
    var systems: [String] = []
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

    messages = sentMessages(sheet, lists, in: batch)
    systems += messages.filter(\.isSystem).map(\.text)
    messages.removeAll(where: \.isSystem)

    system = systems.filter { !$0.isEmpty }.joined(separator: "\n")
    input = messages.last { $0.role == "user" && !$0.text.isEmpty }?.text ?? ""
    context = documents(sheet[.documents], lists[.documents], in: batch) + messages.flatMap(\.toolResults)
  }

  /// The conversation from the first place that has it: one attribute or event, a flattened list,
  /// the body of the request.
  private func sentMessages(
    _ sheet: FactSheet, _ lists: FlattenedContent, in batch: UnsafeRawBufferPointer
  ) -> [Message] {
    switch Content(sheet[.inputMessages], in: batch) {
    case .structured(let json): return json.asList.map { Message($0) }
    case .text(let text): return [Message(role: "user", text: text)]
    case nil: break
    }
    // A list that is there but hidden must not be read from the body.
    let list = lists[.inputMessages]
    return list.isEmpty ? wholeInput(sheet, in: batch) : list.map { Message(flattened: $0) }
  }

  fileprivate mutating func readOutput(
    _ sheet: FactSheet, _ lists: FlattenedContent, in batch: UnsafeRawBufferPointer
  ) {
    switch Content(sheet[.outputMessages], in: batch) {
    case .structured(let json): readChoice(json.asList.first)
    case .text(let text): output = text
    case nil:
      let list = lists[.outputMessages]
      // The body that answers a request for embeddings holds numbers.
      if list.isEmpty, operation != .embeddings {
        readChoice(wholeOutput(sheet, in: batch))
      } else {
        readChoice(list.first)
      }
    }
    // What OpenLLMetry writes where the provider withheld the answer.
    if finish == .contentFilter, output == "FILTERED" { output = "" }
  }

  /// One entry a choice; the first is judged.
  private mutating func readChoice(_ choice: JSON?) {
    guard let choice else { return }
    let answer = Message(choice)
    output = answer.text
    toolCalls = answer.toolCalls
    context += answer.toolResults
  }
}

/// The texts of `gen_ai.retrieval.documents`, for which the convention names no member, or of
/// OpenInference's list of documents.
private func documents(_ value: AnyValue, _ list: [JSON], in batch: UnsafeRawBufferPointer) -> [String] {
  switch Content(value, in: batch) {
  case .structured(let json): json.asList.compactMap(documentText)
  case .text(let text): [text]
  case nil: list.compactMap(documentText)
  }
}

private func documentText(_ json: JSON) -> String? {
  let document = json["document"] ?? json
  let text = document.string ?? (document["content"] ?? document["text"] ?? document["page_content"])?.asText
  return text?.unlessRedacted
}

/// A text or a list of texts.
private func texts(_ value: AnyValue, in batch: UnsafeRawBufferPointer) -> [String] {
  switch value {
  case .string(let range): [batch.text(range)]
  case .array: JSON(value, in: batch).asList.compactMap(\.string)
  default: []
  }
}
