internal import CallModel
internal import OTLP

extension TraceDecoder {
  /// Takes from a call's events what its attributes do not say: when the first token came, and
  /// what went wrong.
  @inline(never) mutating func readEvents(
    _ span: SpanReader, _ record: inout CallRecord, in bytes: UnsafeRawBufferPointer, _ repairs: inout Repairs
  ) {
    let seeksToken = record.timeToFirstToken == nil
    let seeksError = span.isError && record.errorType == .none
    guard seeksToken || seeksError else { return }
    var firstToken = UInt64.max
    for event in span.events {
      let name = bytes.slice(event.name)
      if seeksToken, Self.isToken(name), event.time >= span.start { firstToken = min(firstToken, event.time) }
      if seeksError, name.equals("exception") {
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

  /// Events that mark a piece of a streamed answer: the first is the first token's. OpenInference
  /// sends one a call, OpenLLMetry one a piece.
  private static func isToken(_ name: UnsafeRawBufferPointer) -> Bool {
    name.equals("First Token Stream Event") || name.equals("gen_ai.content.completion.chunk")
      || name.equals("llm.content.completion.chunk")
  }
}
