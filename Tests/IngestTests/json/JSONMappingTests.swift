import OTLP
import Testing

@testable import Ingest

/// The rules of the JSON mapping, one by one.
@Suite struct JSONMappingTests {
  private static let id: [UInt8] = [0xAB, 0xCD, 0xEF, 0x01, 0x23, 0x45, 0x67, 0x89]

  @Test func idsAreHexInEitherCase() throws {
    for id in ["abcdef0123456789", "ABCDEF0123456789", "aBcDeF0123456789"] {
      #expect(try protobuf(span: #""spanId":"\#(id)""#) == wire(span: { $0.bytes(2, Self.id) }))
    }
  }

  @Test(arguments: [
    "", "abc", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz", "0102030405060708090a0b0c0d0e0f1",
    "0102030405060708090a0b0c0d0e0f101",
    "0102030405060708090a0b0c0d0e0f1011", "0102030405060708090a0b0c0d0e0f10zz", "AQIDBAUGBwgJCgsMDQ4PEA==",
    "0123456789abcdeé", "0123456789abcdefg", "sixteen letters!",
  ])
  func aBadIdRejectsItsSpanAlone(_ id: String) throws {
    let spans = #"""
      {"traceId":"\#(id)","spanId":"0102030405060708"},
      {"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"\#(id)"},
      {"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0102030405060708"}
      """#
    let batch = try Decoded(protobuf(#"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(spans)]}]}]}"#)).batch
    #expect((batch.spans, batch.rejectedSpans) == (3, 2))
  }

  @Test func bytesAreBase64InEitherAlphabet() throws {
    for text in ["+/8=", "-_8=", "+/8", "-_8"] {
      #expect(try protobuf(value: #"{"bytesValue":"\#(text)"}"#) == wire(value: { $0.bytes(7, [0xFB, 0xFF]) }))
    }
    for (text, content) in [("", []), ("AQ==", [1]), ("AQID", [1, 2, 3]), ("AQIDBA==", [1, 2, 3, 4])]
      as [(String, [UInt8])]
    {
      #expect(try protobuf(value: #"{"bytesValue":"\#(text)"}"#) == wire(value: { $0.bytes(7, content) }))
    }
    for text in ["A", "AQ=", "A===", "AQID=", "A=ID", "AQ==AQ==", "A*ID", "AQI D"] {
      #expect(
        refusal(jsonRequest(span: #""attributes":[{"value":{"bytesValue":"\#(text)"}}]"#))?.code == .type, "\(text)")
    }
  }

  @Test func enumsAreNumbersOrNames() throws {
    for kind in ["3", "3.0", #""3""#, #""SPAN_KIND_CLIENT""#] {
      #expect(try protobuf(span: #""kind":\#(kind)"#) == wire(span: { $0.varint(6, 3) }))
    }
    for code in ["2", #""STATUS_CODE_ERROR""#] {
      #expect(
        try protobuf(span: #""status":{"code":\#(code)}"#) == wire(span: { $0.message(15) { $0.varint(3, 2) } }))
    }
    #expect(try protobuf(span: #""kind":99"#) == wire(span: { $0.varint(6, 99) }))
    #expect(try protobuf(span: #""kind":-1"#) == wire(span: { $0.int(6, -1) }))
    #expect(try protobuf(span: #""kind":"SPAN_KIND_UNSPECIFIED""#) == wire(span: { _ in }))
    for kind in ["2147483648", "1.5", "true", #""CLIENT""#, #""STATUS_CODE_OK""#] {
      #expect(refusal(jsonRequest(span: #""kind":\#(kind)"#))?.code == .type, "\(kind)")
    }
  }

  @Test func unknownKeysAreIgnored() throws {
    #expect(
      try protobuf(span: #""future":{"deep":[{"name":1}]},"name":"n","Name":5"#) == wire(span: { $0.string(5, "n") }))
    #expect(
      try protobuf(value: #"{"stringValueStrindex":4,"newValue":[],"stringValue":"s"}"#)
        == wire(value: { $0.string(1, "s") }))
  }

  @Test(arguments: [
    ("1544712660000000000", 1_544_712_660_000_000_000), (#""1544712660000000000""#, 1_544_712_660_000_000_000),
    ("1.54471266e18", 1_544_712_660_000_000_000), (#""1e3""#, 1000), ("18446744073709551615", UInt64.max),
    (#""18446744073709551615""#, UInt64.max), (#""007""#, 7),
  ])
  func timesAreNumbersOrStrings(_ text: String, _ time: UInt64) throws {
    #expect(try protobuf(span: #""startTimeUnixNano":\#(text)"#) == wire(span: { $0.fixed64(7, time) }))
  }

  @Test(arguments: [
    "-1", "1.5", "18446744073709551616", "1e400000000", "true", "[]", "{}", #""""#, #"" 1""#, #""+1""#, #""0x10""#,
    #""1 ""#, #""NaN""#,
  ])
  func otherTimesAreRefused(_ text: String) throws {
    let error = try #require(refusal(jsonRequest(span: #""startTimeUnixNano":\#(text)"#)))
    #expect(error.code == .type)
    #expect(error.path == "resourceSpans[0].scopeSpans[0].spans[0].startTimeUnixNano")
    #expect(error.reason.hasPrefix("expected a whole number from 0 to 18446744073709551615, found "))
  }

  @Test func wholeNumbersKeepTheirBounds() throws {
    for (text, value) in [("-5", -5), (#""-9223372036854775808""#, Int64.min), ("9223372036854775807", .max), ("0", 0)]
    {
      #expect(try protobuf(value: #"{"intValue":\#(text)}"#) == wire(value: { $0.int(3, value) }))
    }
    #expect(refusal(jsonRequest(span: #""attributes":[{"value":{"intValue":"9223372036854775808"}}]"#)) != nil)
    for text in ["4294967295", #""4294967295""#] {
      #expect(
        try protobuf(span: #""flags":\#(text),"droppedEventsCount":\#(text)"#)
          == wire(span: {
            $0.varint(12, UInt64(UInt32.max))
            $0.fixed32(16, .max)
          }))
    }
    for field in ["flags", "droppedEventsCount"] {
      for text in ["-1", "4294967296"] { #expect(refusal(jsonRequest(span: #""\#(field)":\#(text)"#))?.code == .type) }
    }
  }

  @Test func doublesAreNumbersOrWords() throws {
    let doubles: [(String, Double)] = [
      ("0.5", 0.5), ("-3", -3), ("1e-7", 1e-7), (#""2.5""#, 2.5), (#""NaN""#, .nan), (#""Infinity""#, .infinity),
      (#""-Infinity""#, -.infinity), ("0", 0), ("-0.0", -0.0), ("9007199254740993", 9_007_199_254_740_992),
    ]
    for (text, value) in doubles {
      #expect(try protobuf(value: #"{"doubleValue":\#(text)}"#) == wire(value: { $0.double(4, value) }), "\(text)")
    }
    for text in ["1e400", #""1e400""#, #""nan""#, #""inf""#, #""""#, "true", "[1]"] {
      #expect(
        refusal(jsonRequest(span: #""attributes":[{"value":{"doubleValue":\#(text)}}]"#))?.code == .type, "\(text)")
    }
  }

  @Test func anEmptyValueIsLegal() throws {
    #expect(try protobuf(value: "{}") == wire(value: { _ in }))
    #expect(try protobuf(value: #"{"stringValue":null}"#) == wire(value: { _ in }))
    #expect(try protobuf(value: "null") == wire(span: { $0.message(9) { $0.string(1, "k") } }))
  }

  @Test func aValueKeepsItsTypeWhereItIsTheDefault() throws {
    #expect(try protobuf(value: #"{"stringValue":""}"#) == wire(value: { $0.string(1, "") }))
    #expect(try protobuf(value: #"{"boolValue":false}"#) == wire(value: { $0.varint(2, 0) }))
    #expect(try protobuf(value: #"{"arrayValue":{}}"#) == wire(value: { $0.message(5) { _ in } }))
    #expect(try protobuf(value: #"{"kvlistValue":{"values":[]}}"#) == wire(value: { $0.message(6) { _ in } }))
  }

  @Test func nullAndDefaultsAreAbsent() throws {
    let absent = #"""
      "traceId":null,"spanId":"","name":null,"traceState":"","kind":0,"startTimeUnixNano":"0","endTimeUnixNano":null,
      "attributes":null,"events":[],"links":[null],"status":null,"flags":0,"droppedLinksCount":null
      """#
    #expect(try protobuf(span: absent) == wire(span: { _ in }))
    #expect(try protobuf(span: #""status":{}"#) == wire(span: { $0.message(15) { _ in } }))
  }

  @Test func listsAndMapsNest() throws {
    let value = #"""
      {"kvlistValue":{"values":[{"key":"list","value":{"arrayValue":{"values":[{"intValue":1},null,{"stringValue":"é"}]}}}]}}
      """#
    let expected = wire(value: { value in
      value.message(6) { map in
        map.attribute(1, "list") { value in
          value.message(5) { list in
            list.message(1) { $0.int(3, 1) }
            list.message(1) { _ in }
            list.message(1) { $0.string(1, "é") }
          }
        }
      }
    })
    #expect(try protobuf(value: value) == expected)
  }

  @Test func theLastDuplicateWins() throws {
    #expect(
      try protobuf(span: #""name":"a","kind":1,"name":"b""#)
        == wire(span: {
          $0.string(5, "b")
          $0.varint(6, 1)
        }))
    #expect(try protobuf(span: #""name":"a","name":null"#) == wire(span: { _ in }))
    for keys in [("traceState", "trace_state"), ("trace_state", "traceState")] {
      #expect(try protobuf(span: #""\#(keys.0)":"a","\#(keys.1)":"b""#) == wire(span: { $0.string(3, "b") }))
    }
    #expect(
      try protobuf(span: #""attributes":[{"key":"a"},{"key":"b"}],"attributes":[{"key":"c"}]"#)
        == wire(span: { $0.message(9) { $0.string(1, "c") } }))
    #expect(
      try protobuf(value: #"{"intValue":1,"stringValue":"s","doubleValue":null}"#)
        == wire(value: { $0.string(1, "s") }))
  }
}
