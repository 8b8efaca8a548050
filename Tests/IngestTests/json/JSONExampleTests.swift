import FoundationEssentials
import OTLP
import Testing

@testable import Ingest

/// Whole requests: the protocol's own example, and one with every field.
@Suite struct JSONExampleTests {
  // The facts are those that the protocol's own Python library finds in the example, once its
  // ids are turned from hex to base64.
  @Test(.enabled(if: ProtocolExamples.exist, "needs the examples of opentelemetry-proto"))
  func protocolsOwnExample() throws {
    let bytes = try protobuf([UInt8](Data(contentsOf: ProtocolExamples.trace)))
    func text(_ value: ProtobufField.Value?) -> String? {
      content(value, of: bytes).map { String(decoding: $0, as: UTF8.self) }
    }
    #expect(bytes.count == 214)
    #expect(try text(first(bytes, 1, 1, 1, 1)) == "service.name")
    #expect(try text(first(bytes, 1, 1, 1, 2, 1)) == "my.service")
    #expect(try text(first(bytes, 1, 2, 1, 1)) == "my.library")
    #expect(try text(first(bytes, 1, 2, 1, 2)) == "1.0.0")
    #expect(try text(first(bytes, 1, 2, 1, 3, 1)) == "my.scope.attribute")
    #expect(try text(first(bytes, 1, 2, 1, 3, 2, 1)) == "some scope attribute")
    #expect(
      try content(first(bytes, 1, 2, 2, 1), of: bytes)
        == [0x5B, 0x8E, 0xFF, 0xF7, 0x98, 0x03, 0x81, 0x03, 0xD2, 0x69, 0xB6, 0x33, 0x81, 0x3F, 0xC6, 0x0C])
    #expect(
      try content(first(bytes, 1, 2, 2, 2), of: bytes) == [0xEE, 0xE1, 0x9B, 0x7E, 0xC3, 0xC1, 0xB1, 0x74])
    #expect(
      try content(first(bytes, 1, 2, 2, 4), of: bytes) == [0xEE, 0xE1, 0x9B, 0x7E, 0xC3, 0xC1, 0xB1, 0x73])
    #expect(try text(first(bytes, 1, 2, 2, 5)) == "I'm a server span")
    #expect(try number(first(bytes, 1, 2, 2, 6)) == 2)
    #expect(try number(first(bytes, 1, 2, 2, 7)) == 1_544_712_660_000_000_000)
    #expect(try number(first(bytes, 1, 2, 2, 8)) == 1_544_712_661_000_000_000)
    #expect(try text(first(bytes, 1, 2, 2, 9, 1)) == "my.span.attr")
    #expect(try text(first(bytes, 1, 2, 2, 9, 2, 1)) == "some value")

    let batch = try Decoded(bytes).batch
    #expect((batch.spans, batch.rejectedSpans, batch.calls.count) == (1, 0, 0))
  }

  @Test func everyFieldIsCarriedOver() throws {
    let json = #"""
      {"resourceSpans":[{
        "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}],"droppedAttributesCount":1,
          "entityRefs":[{"schemaUrl":"e","type":"service","idKeys":["a","b"],"descriptionKeys":["c"]}]},
        "scopeSpans":[{
          "scope":{"name":"lib","version":"2","attributes":[{"key":"s","value":{"boolValue":true}}],
            "droppedAttributesCount":2},
          "spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708","traceState":"k=v",
            "parentSpanId":"0807060504030201","name":"chat","kind":3,"startTimeUnixNano":"5","endTimeUnixNano":"9",
            "attributes":[{"key":"a","value":{"intValue":"7"}}],"droppedAttributesCount":3,
            "events":[{"timeUnixNano":"6","name":"e","attributes":[{"key":"x","value":{"doubleValue":0.5}}],
              "droppedAttributesCount":4},{"name":"f"}],"droppedEventsCount":5,
            "links":[{"traceId":"ff02030405060708090a0b0c0d0e0f10","spanId":"ff02030405060708","traceState":"l",
              "attributes":[{"key":"y","value":{"bytesValue":"AQI="}}],"droppedAttributesCount":6,"flags":1}],
            "droppedLinksCount":7,"status":{"message":"late","code":2},"flags":257}],
          "schemaUrl":"inner"}],
        "schemaUrl":"outer"}]}
      """#
    var request = ProtobufWriter()
    request.message(1) { group in
      group.message(1) { resource in
        resource.attribute(1, "service.name", "shop")
        resource.varint(2, 1)
        resource.message(3) { entity in
          entity.string(1, "e")
          entity.string(2, "service")
          for key in ["a", "b"] { entity.string(3, key) }
          entity.string(4, "c")
        }
      }
      group.message(2) { scopeSpans in
        scopeSpans.message(1) { scope in
          scope.string(1, "lib")
          scope.string(2, "2")
          scope.attribute(3, "s", true)
          scope.varint(4, 2)
        }
        scopeSpans.message(2) { span in
          span.bytes(1, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
          span.bytes(2, [1, 2, 3, 4, 5, 6, 7, 8])
          span.string(3, "k=v")
          span.bytes(4, [8, 7, 6, 5, 4, 3, 2, 1])
          span.string(5, "chat")
          span.varint(6, 3)
          span.fixed64(7, 5)
          span.fixed64(8, 9)
          span.attribute(9, "a", 7)
          span.varint(10, 3)
          span.message(11) { event in
            event.fixed64(1, 6)
            event.string(2, "e")
            event.attribute(3, "x", 0.5)
            event.varint(4, 4)
          }
          span.message(11) { $0.string(2, "f") }
          span.varint(12, 5)
          span.message(13) { link in
            link.bytes(1, [255, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16])
            link.bytes(2, [255, 2, 3, 4, 5, 6, 7, 8])
            link.string(3, "l")
            link.attribute(4, "y") { $0.bytes(7, [1, 2]) }
            link.varint(5, 6)
            link.fixed32(6, 1)
          }
          span.varint(14, 7)
          span.message(15) { status in
            status.string(2, "late")
            status.varint(3, 2)
          }
          span.fixed32(16, 257)
        }
        scopeSpans.string(3, "inner")
      }
      group.string(3, "outer")
    }
    #expect(try protobuf(json) == request.bytes)
    #expect(try protobuf(snakeCased(json)) == request.bytes)
  }

  /// The names of the protocol file in place of the camel-cased ones.
  private func snakeCased(_ json: String) -> String {
    var text = ""
    for letter in json {
      if letter.isUppercase, text.last?.isLowercase == true {
        text += "_" + letter.lowercased()
      } else {
        text.append(letter)
      }
    }
    return text
  }

  @Test func aCallComesOutAsFromProtobuf() throws {
    let json = #"""
      {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},
      "scopeSpans":[{"spans":[{"traceId":"0102030405060708090A0B0C0D0E0F10","spanId":"0102030405060708",
      "name":"chat gpt-4o","kind":3,"startTimeUnixNano":"1760000000000000000","endTimeUnixNano":"1760000002000000000",
      "attributes":[{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
      {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}}]}]}]}]}
      """#
    #expect(try protobuf(json) == request([.chat()]))
  }

  @Test func emptyRequestsAreTaken() throws {
    for json in ["{}", " {} ", #"{"resourceSpans":[]}"#, #"{"resourceSpans":null}"#, #"{"other":{"a":[1]}}"#] {
      #expect(try protobuf(json).isEmpty)
    }
  }
}
