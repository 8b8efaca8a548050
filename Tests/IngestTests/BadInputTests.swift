import CallModel
import OTLP
import Testing

@testable import Ingest

@Suite struct BadInputTests {
  @Test func spansWithoutValidIdsAreRejectedAlone() throws {
    let zeroTrace = SampleSpan(traceID: [UInt8](repeating: 0, count: 16))
    let zeroSpan = SampleSpan(spanID: [UInt8](repeating: 0, count: 8))
    let shortTrace = SampleSpan(traceID: [1, 2, 3])
    let longSpan = SampleSpan(spanID: [UInt8](repeating: 1, count: 9))
    let decoded = try Decoded(.chat(), zeroTrace, zeroSpan, shortTrace, longSpan, .chat())
    #expect(decoded.batch.spans == 6 && decoded.batch.rejectedSpans == 4 && decoded.batch.calls.count == 2)
    #expect(
      decoded.batch.problems == [
        "span 1: trace_id is zero", "span 2: span_id is zero", "span 3: trace_id is 3 bytes long, not 16",
        "span 4: span_id is 9 bytes long, not 8",
      ])
    #expect(decoded.batch.rejection == decoded.batch.problems.joined(separator: "; "))
  }

  @Test func problemsAreBounded() throws {
    let decoded = try Decoded(request(Array(repeating: SampleSpan(spanID: []), count: 1000)))
    #expect(decoded.batch.rejectedSpans == 1000 && decoded.batch.problems.count == 5)
    #expect(decoded.batch.rejection.hasSuffix("; and 995 more"))
  }

  @Test func errorsNameTheSpanAndTheByte() throws {
    let bytes = request([.chat(), .chat { $0.bytes(9, [0x0a, 0x20, 1, 2]) }])
    let error = #expect(throws: OTLPError.self) { try Decoded(bytes) }
    #expect(error?.code == .length)
    #expect(error?.message == "span 1: length 32 runs past the end at byte \(bytes.count - 3)")
  }

  @Test func absurdLengthsAndNumbersAreErrors() {
    let cases: [([UInt8], OTLPError.Code)] = [
      ([0x0a, 0xff, 0xff, 0xff, 0xff, 0x7f], .length),
      ([0x0a] + [UInt8](repeating: 0xff, count: 9) + [0x01], .length),
      ([0x0a] + [UInt8](repeating: 0xff, count: 12), .varint),
      ([0x0b, 0x0c], .wireType),
      ([0x02, 0x00], .fieldNumber),
      (Array("this is no protobuf at all".utf8), .wireType),
      ([0x1f, 0x8b, 0x08, 0x00], .wireType),
    ]
    for (bytes, code) in cases {
      let error = #expect(throws: OTLPError.self) { try Decoded(bytes) }
      #expect(error?.code == code, "\(bytes)")
    }
  }

  @Test func deepNestingIsAnError() throws {
    func nested(_ depth: Int) -> SampleSpan {
      .chat { span in
        span.attribute(9, "gen_ai.input.messages") { value in
          func nest(_ depth: Int, _ value: inout ProtobufWriter) {
            if depth > 0 { value.message(5) { $0.message(1) { nest(depth - 1, &$0) } } }
          }
          nest(depth, &value)
        }
      }
    }
    #expect(try Decoded(nested(64)).batch.calls.count == 1)
    for depth in [65, 3_000] {
      let error = #expect(throws: OTLPError.self) { try Decoded(nested(depth)) }
      #expect(error?.code == .tooDeep)
    }
  }

  @Test func namesThatAreNoUTF8AreRepairedAndCounted() throws {
    func raw(_ key: String, _ bytes: [UInt8]) -> (inout ProtobufWriter) -> Void {
      { span in span.attribute(9, key) { $0.bytes(1, bytes) } }
    }
    let decoded = try Decoded(
      .chat { span in
        raw("gen_ai.request.model", [0x67, 0xff, 0x70])(&span)
        raw("assay.tenant", [0xc3])(&span)
        raw("gen_ai.output.messages", [0x68, 0x69, 0xfe])(&span)
      })
    #expect(decoded.dimensions.model == "g\u{FFFD}p" && decoded.dimensions.tenant == "\u{FFFD}")
    #expect(decoded.call.output == "hi\u{FFFD}")
    #expect(decoded.batch.repairs.invalidNames == 1)
  }

  @Test func aRequestOfTooManySpansIsRefused() throws {
    var decoder = TraceDecoder(symbols: Symbols())
    // Spans without ids are the smallest there are: two bytes each.
    let most = TraceDecoder.mostSpans
    func request(of count: Int) -> [UInt8] {
      var writer = ProtobufWriter()
      writer.message(1) { $0.message(2) { scope in for _ in 0..<count { scope.bytes(2, []) } } }
      return writer.bytes
    }
    #expect(try decoder.decode(request(of: most)).spans == most)
    let error = #expect(throws: OTLPError.self) { try decoder.decode(request(of: most + 1)) }
    #expect(error?.code == .tooMany)
  }

  @Test func contentThatIsNoUTF8IsRepaired() throws {
    let symbols = Symbols()
    var decoder = TraceDecoder(symbols: symbols)
    let text =
      Array(#"[{"role":"assistant","parts":[{"type":"text","content":"caf"#.utf8) + [0xe9] + Array(#""}]}]"#.utf8)
    let bytes = request([
      .bare { span in
        span.set("gen_ai.operation.name", "chat")
        span.attribute(9, "gen_ai.output.messages") { $0.bytes(1, text) }
      }
    ])
    let record = try #require(try decoder.decode(bytes).calls.first)
    let call = bytes.withUnsafeBytes { readCall(record, in: $0, symbols: symbols) }
    #expect(call.output == "caf\u{fffd}")
  }

  @Test func aMillionNamesFoldIntoOther() throws {
    let symbols = Symbols()
    var decoder = TraceDecoder(symbols: symbols)
    var last = Symbol.none
    // One request, in which every name begins with the number of the round.
    let spans = (0..<10_000).map { index in
      SampleSpan.bare { span in
        span.set("gen_ai.operation.name", "chat")
        span.set("gen_ai.request.model", "AAA-\(index)")
      }
    }
    var bytes = request(spans)
    let names = bytes.indices.dropLast(2).filter { bytes[$0] == 0x41 && bytes[$0 + 1] == 0x41 && bytes[$0 + 2] == 0x41 }
    #expect(names.count == 10_000)
    for round: UInt8 in 0..<100 {
      for name in names {
        bytes[name] = UInt8(ascii: "a") + round / 10
        bytes[name + 1] = UInt8(ascii: "a") + round % 10
      }
      let decoded = try decoder.decode(bytes)
      #expect(decoded.calls.count == 10_000)
      last = decoded.calls.last?.model ?? .none
    }
    #expect(last == .other)
    #expect(symbols.models.folded == 1_000_000 - UInt64(symbols.models.capacity))
    // The names that are known stay known, and other tables are untouched.
    let known = try decoder.decode(
      request([
        .bare { span in
          span.set("gen_ai.operation.name", "chat")
          span.set("gen_ai.request.model", "aaA-0")
          span.set("gen_ai.provider.name", "openai")
        }
      ]))
    #expect(known.calls.first.flatMap { symbols.models.name(of: $0.model) } == "aaA-0")
    #expect(known.calls.first.flatMap { symbols.providers.name(of: $0.provider) } == "openai")
  }
}
