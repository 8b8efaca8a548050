import CallModel
import OTLP
import Pipeline

/// A trace request like those of OpenTelemetry's instrumentation of the openai package: chat spans
/// of about 1.5 KB with their messages.
struct SampleBatch {
  private(set) var bytes: [UInt8]
  let spans: Int
  /// Seeded once by the system: a system call for every number would take a third of the sender's time.
  private var random = SplitMix(seed: .random(in: 0 ... .max))

  init(spans: Int) {
    self.spans = spans
    var request = ProtobufWriter()
    request.message(1) { resourceSpans in
      resourceSpans.message(1) { resource in
        resource.attribute(1, "service.name", "checkout-assistant")
        resource.attribute(1, "telemetry.sdk.language", "python")
        resource.attribute(1, "telemetry.sdk.name", "opentelemetry")
        resource.attribute(1, "telemetry.sdk.version", "1.45.2")
      }
      resourceSpans.message(2) { scopeSpans in
        scopeSpans.message(1) { $0.string(1, "opentelemetry.instrumentation.openai_v2") }
        for number in 0..<spans { scopeSpans.message(2) { Self.write(number, into: &$0) } }
      }
    }
    bytes = request.bytes
  }

  /// Gives every span new ids and lets it end now, in place: another batch of the same size.
  mutating func renew() {
    let now = UInt64(wallClock())
    var random = random
    try? rewriteSpans(&bytes) { span in
      span.traceID = TraceID(
        high: .random(in: 1 ... .max, using: &random), low: .random(in: 1 ... .max, using: &random))
      span.spanID = SpanID(.random(in: 1 ... .max, using: &random))
      span.end = now
      span.start = now - UInt64.random(in: 200_000_000...4_000_000_000, using: &random)
    }
    self.random = random
  }

  private static func write(_ number: Int, into span: inout ProtobufWriter) {
    let models = ["gpt-4o-mini", "gpt-4.1", "gpt-4.1-mini", "o4-mini"]
    let model = models[number % models.count]
    let question = "Which of these orders can still be cancelled, and what does it cost me? Order \(number). "
    let answer = "You can cancel both of them free of charge until they are packed. "
    span.bytes(1, [UInt8](repeating: 1, count: 16))
    span.bytes(2, [UInt8](repeating: 2, count: 8))
    span.bytes(4, [UInt8](repeating: 3, count: 8))
    span.string(5, "chat \(model)")
    span.varint(6, 3)
    span.fixed64(7, 1)
    span.fixed64(8, 2)
    span.attribute(9, "gen_ai.operation.name", "chat")
    span.attribute(9, "gen_ai.provider.name", "openai")
    span.attribute(9, "gen_ai.request.model", model)
    span.attribute(9, "server.address", "api.openai.com")
    span.attribute(9, "server.port", Int64(443))
    span.attribute(9, "gen_ai.response.model", "\(model)-2025-04-14")
    span.attribute(9, "gen_ai.response.id", "chatcmpl-9x8w7v6u5t4s3r2q1p0o")
    span.attribute(9, "gen_ai.usage.input_tokens", Int64(120 + number))
    span.attribute(9, "gen_ai.usage.output_tokens", Int64(80 + number % 40))
    span.attribute(9, "gen_ai.response.finish_reasons", ["stop"])
    span.attribute(
      9, "gen_ai.input.messages",
      #"[{"role":"user","parts":[{"type":"text","content":""# + String(repeating: question, count: 6) + #""}]}]"#)
    span.attribute(
      9, "gen_ai.output.messages",
      #"[{"role":"assistant","parts":[{"type":"text","content":""# + String(repeating: answer, count: 5)
        + #""}],"finish_reason":"stop"}]"#)
    span.message(15) { _ in }
    span.fixed32(16, 0x101)
  }
}

/// A fast generator of numbers that differ (Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", 2014).
private struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
