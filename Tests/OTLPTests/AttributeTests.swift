import Testing

@testable import OTLP

private func attribute(_ bytes: [UInt8]) throws(ProtobufError) -> KeyValue {
  let result = bytes.withUnsafeBytes { bytes in
    Result { () throws(ProtobufError) in
      let attribute = try KeyValue.read(bytes, 0..<UInt32(bytes.count))
      try attribute.value.validate(in: bytes)
      return attribute
    }
  }
  return try result.get()
}

/// An attribute without the tag and length in front of it.
private func encode(_ key: String, _ value: (inout ProtobufWriter) -> Void) -> [UInt8] {
  var writer = ProtobufWriter()
  writer.string(1, key)
  writer.message(2, value)
  return writer.bytes
}

@Suite struct AttributeTests {
  @Test func everyTypeIsRead() throws {
    #expect(try attribute(encode("key") { $0.string(1, "text") }) == KeyValue(key: 2..<5, value: .string(9..<13)))
    #expect(try attribute(encode("key") { $0.varint(2, 1) }).value == .bool(true))
    #expect(try attribute(encode("key") { $0.int(3, 127) }).value == .int(127))
    #expect(try attribute(encode("key") { $0.int(3, 300) }).value == .int(300))
    #expect(try attribute(encode("key") { $0.int(3, 1 << 40) }).value == .int(1 << 40))
    #expect(try attribute(encode("key") { $0.int(3, -5) }).value == .int(-5))
    #expect(try attribute(encode("key") { $0.double(4, 0.25) }).value == .double(0.25))
    #expect(try attribute(encode("key") { $0.message(5) { _ in } }).value == .array(9..<9))
    #expect(try attribute(encode("key") { $0.message(6) { _ in } }).value == .map(9..<9))
    #expect(try attribute(encode("key") { $0.bytes(7, [1]) }).value == .bytes(9..<10))
    #expect(try attribute(encode("key") { _ in }).value == .empty)
    #expect(try attribute([]) == KeyValue(key: 0..<0, value: .empty))
  }

  @Test func theShortWayAndTheLongWayAgree() throws {
    // An unknown field in front keeps an attribute off the short way and moves its ranges by two.
    let lengths = [0, 1, 125, 126, 127, 128, 129, 200, 16_383, 16_384, 20_000]
    for key in [0, 1, 20, 127, 128, 130] {
      for length in lengths {
        let usual = encode(String(repeating: "k", count: key)) { $0.string(1, String(repeating: "v", count: length)) }
        let read = try attribute(usual)
        let other = try attribute([0x78, 0] + usual)
        #expect(read.key.count == key && other.key.count == key)
        guard case .string(let range) = read.value, case .string(let long) = other.value else {
          Issue.record("no string: \(key), \(length)")
          continue
        }
        #expect(range.count == length)
        #expect(long.lowerBound == range.lowerBound + 2 && long.count == length)
      }
    }
  }

  @Test func aMemberOfAOneofReplacesTheOneBefore() throws {
    #expect(
      try attribute(
        encode("key") {
          $0.string(1, "text")
          $0.int(3, 5)
        }
      ).value == .int(5))
  }

  @Test func aValueInPartsIsMerged() throws {
    var writer = ProtobufWriter()
    writer.message(2) { $0.int(3, 5) }
    writer.string(1, "first")
    writer.message(2) { _ in }
    writer.string(1, "last")
    let read = try attribute(writer.bytes)
    #expect(read.value == .int(5))
    #expect(read.key.count == 4)
  }

  @Test func depthIsBounded() throws {
    func nested(_ depth: Int, in field: UInt32) -> [UInt8] {
      encode("key") { value in
        func nest(_ depth: Int, _ value: inout ProtobufWriter) {
          if depth == 0 { return value.int(3, 1) }
          value.message(field) { list in
            if field == 5 {
              list.message(1) { nest(depth - 1, &$0) }
            } else {
              list.message(1) { member in member.message(2) { nest(depth - 1, &$0) } }
            }
          }
        }
        nest(depth, &value)
      }
    }
    for field: UInt32 in [5, 6] {
      _ = try attribute(nested(AnyValue.deepest, in: field))
      for depth in [AnyValue.deepest + 1, 2_000] {
        let error = #expect(throws: ProtobufError.self) { try attribute(nested(depth, in: field)) }
        #expect(error?.reason == .tooDeep)
      }
    }
  }

  @Test func nestedValuesAreChecked() {
    let broken = encode("key") { value in value.message(5) { $0.bytes(1, [0x0a, 0x7f]) } }
    let error = #expect(throws: ProtobufError.self) { try attribute(broken) }
    #expect(error?.reason == .length(127))
  }
}
