import Testing

@testable import Ingest

/// What is refused, and whether its sender can find it.
@Suite struct OTLPJSONErrorTests {
  @Test(arguments: [
    (#"[]"#, "", "an object", "an array"),
    ("null", "", "an object", "null"),
    (#"{"resourceSpans":{}}"#, "resourceSpans", "an array", "an object"),
    (#"{"resourceSpans":[1]}"#, "resourceSpans[0]", "an object", "1"),
    (#"{"resource_spans":[{},{"scope_spans":"x"}]}"#, "resource_spans[1].scope_spans", "an array", #""x""#),
    (#"{"resourceSpans":[{"resource":[]}]}"#, "resourceSpans[0].resource", "an object", "an array"),
    (
      #"{"resourceSpans":[{"resource":{"entityRefs":[{"idKeys":["a",1]}]}}]}"#,
      "resourceSpans[0].resource.entityRefs[0].idKeys[1]", "a string", "1"
    ),
    (
      #"{"resourceSpans":[{"scopeSpans":[{"scope":{"attributes":[{"key":true}]}}]}]}"#,
      "resourceSpans[0].scopeSpans[0].scope.attributes[0].key", "a string", "true"
    ),
  ])
  func aWrongTypeNamesThePath(_ json: String, _ path: String, _ expected: String, _ found: String) throws {
    let error = try #require(refusal(json))
    #expect(error.code == .type)
    #expect(error.path == path)
    #expect(error.reason == "expected \(expected), found \(found)")
  }

  @Test(arguments: [
    (#""traceId":5"#, "traceId", "an id in hex"), (#""name":{}"#, "name", "a string"),
    (#""events":[{"timeUnixNano":"x"}]"#, "events[0].timeUnixNano", "a whole number"),
    (#""links":[{},{"flags":-1}]"#, "links[1].flags", "a whole number"),
    (#""status":{"code":"BAD"}"#, "status.code", "a whole number or one of STATUS_CODE_UNSET"),
    (#""status":"ok""#, "status", "an object"), (#""attributes":[[]]"#, "attributes[0]", "an object"),
    (#""attributes":[{"key":"k","value":"plain"}]"#, "attributes[0].value", "an object"),
    (#""attributes":[{"value":{"boolValue":"true"}}]"#, "attributes[0].value.boolValue", "true or false"),
    (
      #""attributes":[{"value":{"kvlistValue":{"values":[{"value":{"arrayValue":{"values":[{},{"intValue":0.5}]}}}]}}}]"#,
      "attributes[0].value.kvlistValue.values[0].value.arrayValue.values[1].intValue", "a whole number"
    ),
  ])
  func soDoesOneInASpan(_ span: String, _ path: String, _ expected: String) throws {
    let error = try #require(refusal(jsonRequest(span: span)))
    #expect(error.path == "resourceSpans[0].scopeSpans[0].spans[0].\(path)")
    #expect(error.reason.hasPrefix("expected \(expected)"))
  }

  @Test func linesAndColumnsPointAtTheValue() throws {
    let json = #"""
      {"resourceSpans": [ {"scopeSpans": [{"spans": [
        {"name": "\"}],[{", "kind": 1},
        {"traceState": "é", "kind": "é", "name": "n"}
      ]}]}]}
      """#
    let error = try #require(refusal(json))
    #expect((error.line, error.column) == (3, 31))
    #expect(
      error.description == #"""
        resourceSpans[0].scopeSpans[0].spans[1].kind: expected a whole number or one of SPAN_KIND_UNSPECIFIED, \#
        SPAN_KIND_INTERNAL, SPAN_KIND_SERVER, SPAN_KIND_CLIENT, SPAN_KIND_PRODUCER, SPAN_KIND_CONSUMER, \#
        found "é" (line 3, column 31)
        """#)
  }

  @Test func ofADuplicateTheLastIsPointedAt() throws {
    let error = try #require(refusal("{\"resourceSpans\":1,\n\"resourceSpans\":2}"))
    #expect((error.line, error.column) == (2, 17))
  }

  @Test func anEscapedKeyIsPointedAtFromOutside() throws {
    let error = try #require(refusal("{\n\"resourceSpans\":[\n{\"re\\u0073ource\":1}]}"))
    #expect(error.path == "resourceSpans[0].resource")
    #expect((error.line, error.column) == (3, 1))
  }

  @Test func whatIsNoJSONIsRefusedWithItsPlace() throws {
    for json in ["", "{", #"{"resourceSpans":}"#, "{} {}", "\u{FEFF}{}", #"{"resourceSpans":[{"a":01}]}"#] {
      let error = try #require(refusal(json))
      #expect(error.code == .malformed)
      #expect(error.path.isEmpty)
    }
    let error = try #require(refusal("{\n  'resourceSpans': 1}"))
    #expect((error.line, error.column) == (2, 3))
    #expect(error.description.hasPrefix("request: the body is not JSON: "))
    #expect(throws: OTLPJSONError.self) { try protobuf([0x7B, 0x22, 0xFF, 0x22, 0x3A, 0x31, 0x7D]) }
  }

  @Test func longValuesAreNotQuoted() throws {
    let long = String(repeating: "x", count: 100_000)
    #expect(
      refusal(jsonRequest(span: #""kind":"\#(long)""#))?.reason.hasSuffix("found a string of 100000 bytes") == true)
    let digits = String(repeating: "9", count: 100_000)
    #expect(refusal(jsonRequest(span: #""kind":\#(digits)"#))?.reason.hasSuffix("found a long number") == true)
  }
}
