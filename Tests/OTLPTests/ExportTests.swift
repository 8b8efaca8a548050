import Testing

@testable import OTLP

@Suite struct GzipTests {
  @Test(arguments: [0, 1, 100, 70_000, 3_000_000])
  func comesBackAsItWas(count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    let compressed = try #require(Gzip.deflate(bytes))
    #expect(try compressed.withUnsafeBytes { try Gunzip.inflate($0, limit: 4_000_000) } == bytes)
  }
}

@Suite struct ExportAnswerTests {
  @Test func fullSuccessIsNothing() throws {
    let answer = try ExportAnswer(success: [])
    #expect(answer.rejected == 0)
    #expect(answer.message == "")
  }

  @Test func partialSuccessIsRead() throws {
    let answer = try ExportAnswer(
      success: ExportTraceServiceResponse(rejectedSpans: 3, errorMessage: "no").serialized())
    #expect(answer.rejected == 3)
    #expect(answer.message == "no")
  }

  @Test func aRefusalIsRead() throws {
    #expect(try ExportAnswer(failure: RPCStatus(message: "no").serialized()).message == "no")
  }

  @Test(arguments: [[0xff], [0x0a, 0x05, 0x08], [0x0a, 0x02, 0x12, 0x09]] as [[UInt8]])
  func garbageIsAnError(bytes: [UInt8]) {
    #expect(throws: ProtobufError.self) { try ExportAnswer(success: bytes) }
  }

  @Test func longMessagesAreCut() throws {
    let long = RPCStatus(message: String(repeating: "x", count: 5_000)).serialized()
    #expect(try ExportAnswer(failure: long).message.utf8.count == 1_000)
  }
}

@Suite struct PackedTests {
  @Test func zigzagIsShortForSmallNumbers() {
    var writer = ProtobufWriter()
    for value in [0, -1, 1, -64, .max, .min] as [Int64] { writer.sint(1, value) }
    var expected: [UInt8] = [8, 0, 8, 1, 8, 2, 8, 127, 8, 0xfe]
    expected += [UInt8](repeating: 0xff, count: 8)
    expected += [1, 8]
    expected += [UInt8](repeating: 0xff, count: 9)
    expected += [1]
    #expect(writer.bytes == expected)
  }

  @Test func packedNumbersAreOneField() {
    var writer = ProtobufWriter()
    writer.packed(2, [1, 300, 0] as [UInt64])
    #expect(writer.bytes == [0x12, 4, 1, 0xac, 2, 0])
  }
}
