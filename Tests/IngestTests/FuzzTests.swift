import CallModel
import OTLP
import Testing

@testable import Ingest

/// Damaged requests: an answer or a typed error, never a crash, and ranges that lie in the batch.
@Suite struct FuzzTests {
  private let valid = request(
    resource: [("service.name", "shop"), ("assay.tenant", "acme")],
    [
      .chat { span in
        span.set("gen_ai.usage.input_tokens", 300)
        span.set("gen_ai.response.finish_reasons", ["stop"])
        span.set("gen_ai.response.time_to_first_chunk", 0.5)
        span.set("gen_ai.input.messages", #"[{"role":"user","parts":[{"type":"text","content":"hi"}]}]"#)
        span.attribute(9, "gen_ai.output.messages") { value in
          value.message(5) { list in
            list.message(1) { message in
              message.message(6) { map in
                map.attribute(1, "role", "assistant")
                map.attribute(1, "content", "hello")
              }
            }
          }
        }
        span.message(11) { $0.fixed64(1, 5) }
        span.event("gen_ai.content.completion.chunk", at: 5)
        span.event("gen_ai.content.prompt", at: 0, [("gen_ai.prompt", "hi")])
        span.set("llm.output_messages.10.message.content", "one")
        span.set("gen_ai.completion.2.tool_calls.1.name", "look")
        span.set("llm.invocation_parameters", #"{"model":"m","stream":true}"#)
        span.message(15) { $0.varint(3, 2) }
      },
      .chat { $0.set("assay.reference", ["a", "b"]) },
    ])

  /// Decodes, reads all content, and checks every range.
  private func read(_ bytes: [UInt8], _ decoder: inout TraceDecoder, _ symbols: Symbols) -> TraceBatch? {
    guard let batch = try? decoder.decode(bytes) else { return nil }
    for record in batch.calls {
      let ranges = [record.source, record.resource, record.tenant, record.user, record.key, record.conversation]
      for range in ranges { #expect(range.bounds.upperBound <= bytes.count) }
      _ = bytes.withUnsafeBytes { readCall(record, in: $0, symbols: symbols) }
    }
    return batch
  }

  @Test func everyTruncationIsAnErrorOrFewerSpans() throws {
    let symbols = Symbols()
    var decoder = TraceDecoder(symbols: symbols)
    #expect(read(valid, &decoder, symbols)?.calls.count == 2)
    for count in 0..<valid.count {
      let batch = read(Array(valid.prefix(count)), &decoder, symbols)
      #expect(batch == nil || batch?.spans ?? 2 < 2, "cut at \(count)")
    }
  }

  @Test func mutatedRequestsNeverCrash() throws {
    let symbols = Symbols()
    var decoder = TraceDecoder(symbols: symbols)
    var generator = SeededGenerator(state: 20_261_124)
    var decoded = 0
    for _ in 0..<20_000 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        case 2: bytes.remove(at: place)
        default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
        }
      }
      if read(bytes, &decoder, symbols) != nil { decoded += 1 }
      var rewritten = bytes
      try? rewriteSpans(&rewritten) { $0.start &+= 1 }
      #expect(rewritten.count == bytes.count)
    }
    // Both ways must really be taken.
    #expect(decoded > 2_000 && decoded < 18_000)
  }

  @Test func aRecordOfAnotherBatchReadsNothingOutside() throws {
    let decoded = try Decoded(valid)
    for count in [0, 1, 50, 300] {
      let other = [UInt8](repeating: 0x4a, count: count)
      for record in decoded.batch.calls {
        let call = other.withUnsafeBytes { readCall(record, in: $0, symbols: decoded.symbols) }
        #expect(call.output.isEmpty)
      }
    }
  }
}
