import Testing

@testable import OTLP

/// All fields of a message, or the error that ends it.
private func fields(_ bytes: [UInt8]) -> Result<[String], ProtobufError> {
  bytes.withUnsafeBytes { bytes in
    Result { () throws(ProtobufError) in
      var reader = ProtobufReader(bytes)
      var fields: [String] = []
      while let field = try reader.next() {
        switch field.value {
        case .varint(let value): fields.append("\(field.number)=\(value)")
        case .fixed64(let value): fields.append("\(field.number)=\(value)l")
        case .fixed32(let value): fields.append("\(field.number)=\(value)i")
        case .bytes(let range): fields.append("\(field.number)=\(range)")
        }
      }
      return fields
    }
  }
}

private func reason(_ bytes: [UInt8]) -> ProtobufError.Reason? {
  guard case .failure(let error) = fields(bytes) else { return nil }
  return error.reason
}

@Suite struct ProtobufReaderTests {
  @Test func everyWireTypeIsRead() throws {
    let bytes: [UInt8] = [
      0x08, 0x96, 0x01,
      0x11, 1, 0, 0, 0, 0, 0, 0, 0x80,
      0x1a, 2, 0xaa, 0xbb,
      0x25, 1, 0, 0, 0x80,
      0x85, 0x01, 1, 0, 0, 0,
    ]
    #expect(try fields(bytes).get() == ["1=150", "2=9223372036854775809l", "3=14..<16", "4=2147483649i", "16=1i"])
    #expect(try fields([]).get() == [])
  }

  @Test func everyTruncationIsFound() {
    let bytes: [UInt8] = [0x08, 0x96, 0x81, 0x01, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x25, 1, 2, 3, 4, 0x1a, 2, 0, 0]
    let ends: Set = [0, 4, 13, 18, 22]
    for count in 0...bytes.count {
      let result = fields(Array(bytes.prefix(count)))
      #expect(((try? result.get()) != nil) == ends.contains(count), "cut at \(count)")
    }
  }

  @Test func aNumberOf64BitsIsTheLongest() throws {
    let most: [UInt8] = [0x08] + [UInt8](repeating: 0xff, count: 9) + [0x01]
    #expect(try fields(most).get() == ["1=\(UInt64.max)"])
    #expect(reason([0x08] + [UInt8](repeating: 0xff, count: 9) + [0x02]) == .varintOverflow)
    #expect(reason([0x08] + [UInt8](repeating: 0x80, count: 10) + [0x00]) == .varintOverflow)
    // More bytes than needed are legal.
    #expect(try fields([0x08, 0x81, 0x80, 0x80, 0x00]).get() == ["1=1"])
  }

  @Test func absurdLengthsAreRefused() {
    #expect(reason([0x0a, 0x05, 1, 2, 3, 4]) == .length(5))
    #expect(reason([0x0a] + [UInt8](repeating: 0xff, count: 9) + [0x01]) == .length(.max))
    #expect(reason([0x0a, 0xff, 0xff, 0xff, 0xff, 0x07]) == .length(0x7fff_ffff))
  }

  @Test func whatIsNoFieldIsRefused() {
    #expect(reason([0x00]) == .fieldNumber(0))
    #expect(reason([0x07, 0]) == .fieldNumber(0))
    #expect(reason([0x80, 0x80, 0x80, 0x80, 0x10]) == .fieldNumber(1 << 29))
    #expect(reason([0x0b]) == .group)
    #expect(reason([0x0c]) == .group)
    #expect(reason([0x0e]) == .wireType(6))
    #expect(reason([0x0f]) == .wireType(7))
  }

  @Test func aRangeOutsideTheBatchIsCut() throws {
    let bytes: [UInt8] = [0x08, 1]
    bytes.withUnsafeBytes { bytes in
      for range: Range<UInt32> in [0..<9, 1..<UInt32.max, 7..<9, UInt32.max..<UInt32.max] {
        var reader = ProtobufReader(bytes, in: range)
        while (try? reader.next()) != nil {}
        #expect(bytes.slice(range).count <= 2)
      }
    }
  }
}
