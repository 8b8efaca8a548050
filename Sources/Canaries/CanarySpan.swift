package import CallModel
internal import JSON
internal import OTLP

/// A golden question and what came of it, as the span of a call (OTel GenAI 1.41): a canary goes the way of any
/// other call, so that it is kept, counted, judged and shown like one.
package struct CanarySpan: Sendable {
  package var canary: Canary
  package var question: Canary.Question
  package var reply: CanaryReply
  package var trace: TraceID
  package var span: SpanID
  package var start: Nanoseconds
  package var end: Nanoseconds

  package init(
    _ canary: Canary, _ question: Canary.Question, _ reply: CanaryReply, trace: TraceID,
    span: SpanID,
    start: Nanoseconds, end: Nanoseconds
  ) {
    self.canary = canary
    self.question = question
    self.reply = reply
    self.trace = trace
    self.span = span
    self.start = start
    self.end = end
  }

  /// A trace request (`ExportTraceServiceRequest`) with this span alone.
  package func request() -> [UInt8] {
    var request = ProtobufWriter()
    request.message(TraceField.Request.resourceSpans) { resourceSpans in
      resourceSpans.message(TraceField.ResourceSpans.resource) {
        $0.attribute(TraceField.Resource.attributes, "service.name", "assay")
      }
      resourceSpans.message(TraceField.ResourceSpans.scopeSpans) { scopeSpans in
        scopeSpans.message(TraceField.ScopeSpans.spans) { write(into: &$0) }
      }
    }
    return request.bytes
  }

  private func write(into span: inout ProtobufWriter) {
    typealias Field = TraceField.Span
    span.bytes(Field.traceID, bigEndian(trace.high) + bigEndian(trace.low))
    span.bytes(Field.spanID, bigEndian(self.span.value))
    span.string(Field.name, "chat \(canary.model)")
    // SPAN_KIND_CLIENT
    span.varint(Field.kind, 3)
    span.fixed64(Field.start, UInt64(max(0, start)))
    span.fixed64(Field.end, UInt64(max(0, start, end)))
    for (name, value) in texts { span.attribute(Field.attributes, name, value) }
    span.attribute(Field.attributes, "assay.canary", true)
    span.attribute(Field.attributes, "assay.reference", question.references)
    if let tokens = reply.usage.input {
      span.attribute(Field.attributes, "gen_ai.usage.input_tokens", tokens)
    }
    if let tokens = reply.usage.output {
      span.attribute(Field.attributes, "gen_ai.usage.output_tokens", tokens)
    }
    if reply.error != nil {
      // STATUS_CODE_ERROR
      span.message(Field.status) { $0.varint(TraceField.Status.code, 2) }
    }
  }

  private var texts: [(String, String)] {
    var texts = [
      ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", canary.provider),
      ("gen_ai.request.model", canary.model), ("assay.route", canary.route),
      ("gen_ai.input.messages", message("user", question.text).text()),
    ]
    if !canary.system.isEmpty {
      texts.append(("gen_ai.system_instructions", JSON.array([part(canary.system)]).text()))
    }
    if let model = reply.model { texts.append(("gen_ai.response.model", model)) }
    if let error = reply.error {
      texts.append(("error.type", error))
    } else {
      texts.append(
        ("gen_ai.output.messages", message("assistant", reply.text, finish: reply.finish).text()))
    }
    return texts
  }

  private func message(_ role: String, _ text: String, finish: String? = nil) -> JSON {
    var members: [(key: String, value: JSON)] = [
      ("role", .string(role)), ("parts", .array([part(text)])),
    ]
    if let finish { members.append(("finish_reason", .string(finish))) }
    return .array([.object(JSONObject(members))])
  }

  private func part(_ text: String) -> JSON { ["type": "text", "content": .string(text)] }

  private func bigEndian(_ value: UInt64) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }
}
