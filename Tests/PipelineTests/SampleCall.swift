import CallModel
import NIOCore
import OTLP
import Pipeline

/// One chat call as an instrumented client would report it, under ids of its own.
struct SampleCall {
  static let good = "Your parcel arrives on Thursday."
  static let refusal = "As an AI language model, I cannot help with that."

  /// The scope of the calls that say nothing else.
  static let scope = Scope([.route], of: Dimensions(route: "checkout"))

  var trace = TraceID(high: .random(in: 1 ... .max), low: .random(in: 1 ... .max))
  var span = SpanID(.random(in: 1 ... .max))
  var route = "checkout"
  var provider = "openai"
  var model = "gpt-4o-mini"
  var served: String?
  var output = Self.good
  var duration = Nanoseconds.milliseconds(1)
  var firstToken: Double?
  var error: String?
  var user: String?
  var inputTokens: Int64? = 100
  var outputTokens: Int64? = 20
  /// Bytes of an attribute that nobody reads.
  var padding = 0

  static func many(_ count: Int, _ change: (inout SampleCall) -> Void = { _ in }) -> [SampleCall] {
    (0..<count).map { _ in
      var call = SampleCall()
      change(&call)
      return call
    }
  }

  fileprivate func write(into span: inout ProtobufWriter) {
    let end = wallClock()
    span.bytes(1, bigEndian(trace.high) + bigEndian(trace.low))
    span.bytes(2, bigEndian(self.span.value))
    span.string(5, "chat \(model)")
    span.fixed64(7, UInt64(end - duration))
    span.fixed64(8, UInt64(end))
    span.attribute(9, "assay.route", route)
    span.attribute(9, "gen_ai.operation.name", "chat")
    span.attribute(9, "gen_ai.provider.name", provider)
    span.attribute(9, "gen_ai.request.model", model)
    if let served { span.attribute(9, "gen_ai.response.model", served) }
    if let inputTokens { span.attribute(9, "gen_ai.usage.input_tokens", inputTokens) }
    if let outputTokens { span.attribute(9, "gen_ai.usage.output_tokens", outputTokens) }
    if let firstToken {
      span.attribute(9, "gen_ai.request.stream", true)
      span.attribute(9, "gen_ai.response.time_to_first_chunk", firstToken)
    }
    if let error { span.attribute(9, "error.type", error) }
    if let user { span.attribute(9, "user.id", user) }
    if padding > 0 { span.attribute(9, "padding", String(repeating: "x", count: padding)) }
    // A call that carries both is judged at once.
    span.attribute(
      9, "gen_ai.input.messages", #"[{"role":"user","parts":[{"type":"text","content":"Where is my parcel?"}]}]"#)
    span.attribute(
      9, "gen_ai.output.messages", #"[{"role":"assistant","parts":[{"type":"text","content":"\#(output)"}]}]"#)
  }
}

/// An `ExportTraceServiceRequest` of these calls.
func request(_ calls: [SampleCall]) -> ByteBuffer {
  var request = ProtobufWriter()
  request.message(1) { resourceSpans in
    resourceSpans.message(1) { $0.attribute(1, "service.name", "shop") }
    resourceSpans.message(2) { scopeSpans in
      for call in calls { scopeSpans.message(2) { call.write(into: &$0) } }
    }
  }
  return ByteBuffer(bytes: request.bytes)
}

private func bigEndian(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.bigEndian) { Array($0) } }
