internal import OTLP

extension FactSheet {
  /// Takes the content that stands in a span's events and not in its attributes: OTel GenAI 1.27
  /// (`gen_ai.content.prompt`, `gen_ai.content.completion`), and the event of details of 1.37.
  mutating func readContent(of events: SpanEvents, in bytes: UnsafeRawBufferPointer) {
    let found = Set(Fact.allCases.filter { $0.isContent && has($0) })
    for event in events where Self.isContent(bytes.slice(event.name)) {
      for attribute in event.attributes(in: bytes) {
        guard let fact = AttributeNames.span.find(bytes.slice(attribute.key))?.fact else { continue }
        // Of several choices the first is judged.
        if fact.isContent, !found.contains(fact), fact != .outputMessages || !has(fact) {
          read(attribute, names: .span, in: bytes)
        }
      }
    }
  }

  private static func isContent(_ name: UnsafeRawBufferPointer) -> Bool {
    name.equals("gen_ai.content.prompt") || name.equals("gen_ai.content.completion")
      || name.equals("gen_ai.client.inference.operation.details")
  }
}
