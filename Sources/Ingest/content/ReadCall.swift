package import CallModel
internal import OTLP

/// The call with its content, read from the batch that the record was found in, and from the
/// parts that arrived beside it.
///
/// What the call's own span says counts first: its attributes, then its events. What it lacks
/// comes from the log records of that span, then from spans that repeat the call. The documents
/// of `retrieval` parts, in the order of their times, follow those of the span itself; equal ones
/// are taken once, and 256 KiB in all.
///
/// Content that is no JSON where JSON is expected is taken as it stands. A batch that is not the
/// record's own gives a call without content, never an error.
package func readCall(
  _ record: CallRecord, in batch: UnsafeRawBufferPointer, symbols: Symbols, parts: [AssembledPart] = []
) -> LLMCall {
  var call = LLMCall(
    trace: record.trace, span: record.span, dimensions: dimensions(of: record, in: batch, symbols: symbols),
    operation: record.operation, outcome: record.outcome, finish: record.finish,
    servedModel: symbols.models.name(of: record.servedModel), start: record.start, duration: record.duration,
    usage: record.usage)

  let own = SpanContent(record.source.range, operation: record.operation, in: batch)
  var conversation = own.conversation
  if !parts.isEmpty { conversation.complete(with: parts, operation: record.operation) }

  call.attributes = own.attributes.values
  call.take(conversation)
  return call
}

extension Conversation {
  fileprivate mutating func complete(with parts: [AssembledPart], operation: Operation) {
    let sorted = parts.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
      .map(\.element)
    var logs = LogContent()
    for part in sorted where part.kind == .event { part.bytes.withUnsafeBytes { logs.read($0) } }
    fill(from: logs.conversation)
    for part in sorted where part.kind == .repeated {
      part.bytes.withUnsafeBytes { bytes in
        fill(from: SpanContent(0..<UInt32(clamping: bytes.count), operation: operation, in: bytes).conversation)
      }
    }
    var retrieved = DocumentList(besides: documents)
    for part in sorted where part.kind == .retrieval {
      part.bytes.withUnsafeBytes { bytes in
        let span = SpanContent(0..<UInt32(clamping: bytes.count), operation: .notACall, in: bytes)
        for document in span.documents(in: bytes) { retrieved.append(document) }
      }
    }
    documents += retrieved.texts
  }
}

extension LLMCall {
  fileprivate mutating func take(_ conversation: Conversation) {
    if finish == .unknown { finish = conversation.finish }
    system = conversation.systems.filter { !$0.isEmpty }.joined(separator: "\n")
    messages = conversation.messages
    input = messages.last { $0.role == "user" && !$0.text.isEmpty }?.text ?? ""
    output = conversation.answer?.text ?? ""
    toolCalls = conversation.answer?.toolCalls ?? []
    context =
      conversation.documents + messages.flatMap(\.toolResults) + (conversation.answer?.toolResults ?? [])
    references = conversation.references
    // What OpenLLMetry writes where the provider withheld the answer.
    if finish == .contentFilter, output == "FILTERED" { output = "" }
  }
}
