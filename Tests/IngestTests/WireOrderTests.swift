import CallModel
import OTLP
import Testing

@testable import Ingest

/// What the protobuf encoding allows and encoders rarely do.
@Suite struct WireOrderTests {
  @Test func theResourceMayStandBehindItsSpansAndInParts() throws {
    var request = ProtobufWriter()
    request.message(1) { group in
      group.message(1) { $0.attribute(1, "assay.tenant", "acme") }
      group.message(2) { scope in scope.message(2) { SampleSpan.chat().encode(&$0) } }
      group.message(1) { $0.attribute(1, "service.name", "shop") }
    }
    let decoded = try Decoded(request.bytes)
    #expect(decoded.dimensions.tenant == "acme" && decoded.dimensions.route == "shop")
  }

  @Test func repeatedFieldsNeedNotStandTogether() throws {
    var request = ProtobufWriter()
    for service in ["one", "two"] {
      request.varint(99, 1)
      request.message(1) { group in
        for part in 0..<2 {
          group.message(2) { scope in
            scope.message(2) { SampleSpan.chat().encode(&$0) }
            scope.string(3, "schema")
            scope.message(2) { SampleSpan.chat { $0.set("part", Int64(part)) }.encode(&$0) }
          }
          group.string(3, "schema")
        }
        group.message(1) { $0.attribute(1, "service.name", service) }
        group.message(1000) { $0.string(1, "reserved") }
      }
    }
    let decoded = try Decoded(request.bytes)
    #expect(decoded.batch.spans == 8)
    #expect(
      decoded.batch.calls.map { decoded.symbols.routes.name(of: $0.route) } == Array(repeating: "one", count: 4)
        + Array(repeating: "two", count: 4))
  }

  @Test func fieldsOfASpanComeInAnyOrderAndTheLastScalarCounts() throws {
    var request = ProtobufWriter()
    request.message(1) { group in
      group.message(2) { scope in
        scope.message(2) { span in
          span.message(15) { $0.varint(3, 2) }
          span.set("gen_ai.usage.input_tokens", 5)
          span.fixed64(8, UInt64(now) + 10)
          span.fixed64(7, 1)
          span.bytes(2, [9, 9, 9, 9, 9, 9, 9, 9])
          span.fixed64(7, UInt64(now))
          span.set("gen_ai.operation.name", "chat")
          // A status in parts is merged: the code stays.
          span.message(15) { $0.string(2, "message") }
          span.bytes(2, [1, 1, 1, 1, 1, 1, 1, 1])
          span.bytes(1, SampleSpan().traceID)
          // A known number with another wire type is an unknown field.
          span.varint(1, 5)
          span.varint(7, 5)
          span.string(8, "x")
          span.fixed32(9, 5)
          span.varint(15, 0)
        }
      }
    }
    let decoded = try Decoded(request.bytes)
    #expect(decoded.record.usage.input == 5)
    #expect(decoded.record.start == now && decoded.record.duration == 10)
    #expect(decoded.record.span == SpanID(0x0101_0101_0101_0101))
    #expect(decoded.record.outcome == .error)
  }

  @Test func aOneofIsReplacedAndAValueInPartsMerged() throws {
    let decoded = try Decoded(
      .chat { span in
        span.message(9) { attribute in
          attribute.message(2) { value in
            value.string(1, "text")
            value.int(3, 5)
          }
          attribute.string(1, "gen_ai.usage.input_tokens")
          attribute.message(2) { $0.varint(99, 1) }
        }
      })
    #expect(decoded.record.usage.input == 5)
  }

  @Test func anEmptyRequestIsNoCalls() throws {
    #expect(try Decoded([]).batch.spans == 0)
    #expect(try Decoded([0x0a, 0]).batch.spans == 0)
    #expect(try Decoded([0x0a, 2, 0x12, 0]).batch.spans == 0)
  }
}
