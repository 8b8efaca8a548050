import Testing

@testable import OTLP

@Suite struct ProtobufWriterTests {
  @Test func scalarsHaveTheirBytes() {
    var writer = ProtobufWriter()
    writer.varint(1, 150)
    writer.int(2, -1)
    writer.fixed64(3, 1)
    writer.fixed32(16, 2)
    writer.double(4, 1)
    writer.string(5, "é")
    #expect(
      writer.bytes == [0x08, 0x96, 0x01] + [0x10] + [UInt8](repeating: 0xff, count: 9) + [0x01]
        + [0x19, 1, 0, 0, 0, 0, 0, 0, 0] + [0x85, 0x01, 2, 0, 0, 0] + [0x21, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f]
        + [0x2a, 2, 0xc3, 0xa9])
  }

  @Test func messagesNestAndTheirLengthsGrow() {
    var writer = ProtobufWriter()
    writer.message(1) { outer in
      outer.message(2) { $0.bytes(3, [UInt8](repeating: 7, count: 200)) }
    }
    #expect(writer.bytes == [0x0a, 0xce, 0x01, 0x12, 0xcb, 0x01, 0x1a, 0xc8, 0x01] + [UInt8](repeating: 7, count: 200))
  }
}

@Suite struct ResponseTests {
  @Test func fullSuccessIsNoBytes() {
    #expect(ExportTraceServiceResponse().serialized() == [])
  }

  @Test func partialSuccessAndWarning() {
    let partial = ExportTraceServiceResponse(rejectedSpans: 3, errorMessage: "no")
    #expect(partial.serialized() == [0x0a, 6, 0x08, 3, 0x12, 2, 0x6e, 0x6f])
    let warning = ExportTraceServiceResponse(errorMessage: "hm")
    #expect(warning.serialized() == [0x0a, 4, 0x12, 2, 0x68, 0x6d])
  }

  @Test func statusHoldsTheMessage() {
    #expect(RPCStatus(message: "no").serialized() == [0x12, 2, 0x6e, 0x6f])
  }

  @Test func errorsSayWhereAndWhat() {
    let error = OTLPError(ProtobufError(.length(99_999_999), at: 1234), in: .span(3))
    #expect(error.message == "span 3: length 99999999 runs past the end at byte 1234")
    #expect(error.code.rawValue == "otlp.length")
  }
}
