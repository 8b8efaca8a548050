internal import CallModel
internal import OTLP

extension TraceDecoder {
  /// Takes from a call's events what its attributes do not say: when the first token came, what
  /// went wrong, and whether there is content.
  @inline(never) mutating func readEvents(
    _ span: SpanReader, _ record: inout CallRecord, in bytes: UnsafeRawBufferPointer, _ repairs: inout Repairs
  ) {
    let seeksToken = record.timeToFirstToken == nil
    let seeksError = span.isError && record.errorType == .none
    guard seeksToken || seeksError || !record.hasInput || !record.hasOutput else { return }
    var firstToken = UInt64.max
    for event in span.events {
      let name = bytes.slice(event.name)
      if seeksToken, Self.isToken(name), event.time >= span.start { firstToken = min(firstToken, event.time) }
      if let content = ContentEvent(name: name) { note(content, event, &record, in: bytes) }
      if seeksError, Self.isException(name) {
        for attribute in event.attributes(in: bytes) where bytes.slice(attribute.key).equals("exception.type") {
          if case .string(let type) = attribute.value { record.errorType = errors.symbol(bytes.slice(type), &repairs) }
        }
      }
    }
    guard firstToken != .max else { return }
    record.isStreaming = true
    let time = firstToken - span.start
    if span.start > 0, time <= UInt64(Nanoseconds.days(1)) { record.timeToFirstToken = Nanoseconds(time) }
  }

  /// That a choice is named is enough: what is missing in it is nowhere else.
  private func note(
    _ content: ContentEvent, _ event: SpanEvent, _ record: inout CallRecord, in bytes: UnsafeRawBufferPointer
  ) {
    switch content {
    case .message, .prompt: record.hasInput = true
    case .choice, .completion: record.hasOutput = true
    case .details:
      for attribute in event.attributes(in: bytes) {
        switch spanNames.find(bytes.slice(attribute.key))?.fact {
        case .inputMessages: record.hasInput = true
        case .outputMessages: record.hasOutput = true
        default: break
        }
      }
    }
  }

  /// The event of every OpenTelemetry SDK, and that of OTel GenAI 1.41.
  private static func isException(_ name: UnsafeRawBufferPointer) -> Bool {
    name.equals("exception") || name.equals("gen_ai.client.operation.exception")
  }

  /// Events that mark a piece of a streamed answer: the first is the first token's. OpenInference
  /// sends one a call, OpenLLMetry one a piece.
  private static func isToken(_ name: UnsafeRawBufferPointer) -> Bool {
    name.equals("First Token Stream Event") || name.equals("gen_ai.content.completion.chunk")
      || name.equals("llm.content.completion.chunk")
  }
}
