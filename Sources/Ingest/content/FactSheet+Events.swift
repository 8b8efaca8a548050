internal import OTLP

extension FactSheet {
  /// Takes the content that stands in a span's events and not in its attributes: OTel GenAI 1.27
  /// (`gen_ai.content.prompt`, `gen_ai.content.completion`), and the event of details of 1.37.
  mutating func readContent(of events: SpanEvents, in bytes: UnsafeRawBufferPointer) {
    // Most spans have no such event.
    var attributes: Set<Fact>?
    for event in events {
      guard let content = ContentEvent(name: bytes.slice(event.name)) else { continue }
      let found = attributes ?? Set(Fact.allCases.filter { $0.isContent && has($0) })
      attributes = found
      readContent(of: content, event.attributes(in: bytes), besides: found, in: bytes)
    }
  }

  /// Takes the content of one event that is a whole conversation, an answer or the details of a
  /// call, as far as `found` has it not.
  mutating func readContent(
    of event: ContentEvent, _ attributes: some Sequence<KeyValue>, besides found: Set<Fact> = [],
    in bytes: UnsafeRawBufferPointer
  ) {
    let whole: Fact
    switch event {
    case .message, .choice: return
    case .prompt, .details: whole = .inputMessages
    case .completion: whole = .outputMessages
    }
    for attribute in attributes {
      let key = bytes.slice(attribute.key)
      let isWhole = key.equals("gen_ai.event.content")
      guard let fact = isWhole ? whole : AttributeNames.span.find(key)?.fact else { continue }
      // Of several choices the first is judged.
      guard fact.isContent, !found.contains(fact), fact != .outputMessages || !has(fact) else { continue }
      if isWhole {
        set(fact, attribute.value)
      } else {
        read(attribute, names: .span, in: bytes)
      }
    }
  }
}
