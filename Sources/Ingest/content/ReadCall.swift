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
  var attributes = ScalarAttributes()
  var span = SpanReader(batch, in: record.source.range)
  while let attribute = try? span.nextAttribute() {
    sheet.read(attribute, names: .span, in: batch)
    attributes.read(attribute, in: batch)
  }

  call.attributes = attributes.values
  call.references = texts(sheet[.reference], in: batch)
  call.readInput(sheet, in: batch)
  call.readOutput(sheet, in: batch)
  return call
}

extension LLMCall {
  fileprivate mutating func readInput(_ sheet: FactSheet, in batch: UnsafeRawBufferPointer) {
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

    switch Content(sheet[.inputMessages], in: batch) {
    case .structured(let json): messages = json.asList.map { Message($0) }
    case .text(let text): messages = [Message(role: "user", text: text)]
    case nil: break
    }
    systems += messages.filter(\.isSystem).map(\.text)
    messages.removeAll(where: \.isSystem)

    system = systems.filter { !$0.isEmpty }.joined(separator: "\n")
    input = messages.last { $0.role == "user" && !$0.text.isEmpty }?.text ?? ""
    context = documents(sheet[.documents], in: batch) + messages.flatMap(\.toolResults)
  }

  fileprivate mutating func readOutput(_ sheet: FactSheet, in batch: UnsafeRawBufferPointer) {
    switch Content(sheet[.outputMessages], in: batch) {
    case .structured(let json):
      // One entry a choice; the first is judged.
      guard let choice = json.asList.first else { return }
      let answer = Message(choice)
      output = answer.text
      toolCalls = answer.toolCalls
      context += answer.toolResults
    case .text(let text): output = text
    case nil: break
    }
  }
}

/// The texts of `gen_ai.retrieval.documents`; the convention names no member for them.
private func documents(_ value: AnyValue, in batch: UnsafeRawBufferPointer) -> [String] {
  switch Content(value, in: batch) {
  case .structured(let json):
    json.asList.compactMap { document in
      document.string ?? (document["content"] ?? document["text"] ?? document["page_content"])?.asText
    }
  case .text(let text): [text]
  case nil: []
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
