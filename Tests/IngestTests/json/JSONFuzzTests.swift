import CallModel
import Testing

@testable import Ingest

/// Damaged JSON: protobuf that the decoder can read, or a typed error; never a crash.
@Suite struct JSONFuzzTests {
  private let valid = [UInt8](
    #"""
    {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"sh\u00f6p"}}]},
    "scopeSpans":[{"scope":{"name":"lib","version":"1"},"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10",
    "spanId":"0102030405060708","name":"chat","kind":3,"startTimeUnixNano":"1760000000000000000",
    "endTimeUnixNano":1760000002000000000,"attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
    {"key":"t","value":{"doubleValue":0.5}},{"key":"b","value":{"bytesValue":"AQID"}},{"key":"n","value":{"kvlistValue":
    {"values":[{"key":"l","value":{"arrayValue":{"values":[{"intValue":"-7"},{"boolValue":true},{}]}}}]}}}],
    "events":[{"timeUnixNano":"5","name":"e"}],"links":[{"spanId":"ff"}],"status":{"code":-1},"flags":257}]}]}]}
    """#.utf8)

  /// Whether it was taken; what is taken must be well-formed and bounded.
  private func taken(_ json: [UInt8], _ decoder: inout TraceDecoder) -> Bool {
    do throws(OTLPJSONError) {
      let bytes = try protobuf(json)
      #expect(bytes.count <= 2 * json.count)
      #expect(throws: Never.self) { try decoder.decode(bytes) }
      return true
    } catch {
      #expect(error.line >= 1 && error.column >= 1 && !error.reason.isEmpty)
      return false
    }
  }

  @Test func everyTruncationIsRefused() throws {
    var decoder = TraceDecoder(symbols: Symbols())
    #expect(taken(valid, &decoder))
    for count in 0..<valid.count { #expect(!taken(Array(valid.prefix(count)), &decoder), "cut at \(count)") }
  }

  @Test func mutatedRequestsNeverCrash() throws {
    var decoder = TraceDecoder(symbols: Symbols())
    var generator = SeededGenerator(state: 20_261_124)
    let letters = [UInt8](#"{}[]",:\u0-1eE. tfn"#.utf8)
    var accepted = 0
    for _ in 0..<6_000 {
      var bytes = valid
      for _ in 0..<Int.random(in: 1...2, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[place] = letters[Int.random(in: 0..<letters.count, using: &generator)]
        case 2: bytes.remove(at: place)
        default: bytes.insert(letters[Int.random(in: 0..<letters.count, using: &generator)], at: place)
        }
      }
      if taken(bytes, &decoder) { accepted += 1 }
    }
    // Both ways must really be taken.
    #expect(accepted > 600 && accepted < 5_400)
  }

  @Test func exchangedValuesNeverCrash() throws {
    // Well-formed JSON of the wrong shape: each value in turn is replaced by each of these.
    let values = [
      "null", "0", "-1", "1e999", "true", #""""#, #""x""#, "[]", "[[]]", "{}", "[null]", #"[{"values":[{}]}]"#,
    ]
    let text = String(decoding: valid, as: UTF8.self)
    var decoder = TraceDecoder(symbols: Symbols())
    var (accepted, refused) = (0, 0)
    for value in values {
      for place in text.indices where text[place] == ":" {
        let start = text.index(after: place)
        let end = text[start...].firstIndex { ",}]\n".contains($0) } ?? text.endIndex
        var changed = text
        changed.replaceSubrange(start..<end, with: value)
        if taken([UInt8](changed.utf8), &decoder) { accepted += 1 } else { refused += 1 }
      }
    }
    #expect(accepted > 50 && refused > 50)
  }

  @Test func theSmallestMessagesStayWithinTheBound() throws {
    for span in [
      #""kind":-1"#, #""links":[{},{},{}]"#, #""events":[{"attributes":[{},{}]}]"#, #""status":{"code":-1}"#,
    ] {
      let json = jsonRequest(span: span)
      #expect(try protobuf(json).count <= 2 * json.utf8.count)
    }
  }
}
