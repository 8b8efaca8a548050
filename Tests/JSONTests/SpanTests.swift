import JSON
import Testing

@Suite struct SpanTests {
  @Test(arguments: [
    ("", #"{ "a" : [ 1, {"b/c": "é"} ,[] ], "a2":{}, "\u0061": [ 2 , 3 ] }"#), ("/a", "[ 2 , 3 ]"), ("/a/1", "3"),
    ("/a2", "{}"), ("/a/2", nil), ("/none", nil), ("/a/x", nil), ("/a/1/0", nil),
  ])
  func findsTheTextOfAValue(pointer: String, expected: String?) throws {
    let text = Array(#"see: { "a" : [ 1, {"b/c": "é"} ,[] ], "a2":{}, "\u0061": [ 2 , 3 ] } ok"#.utf8)
    let pointer = try #require(JSONPointer(parsing: pointer))
    let span = text.withUnsafeBytes { JSON.span(of: pointer, in: $0, from: 4) }
    #expect(span.map { String(decoding: text[$0], as: UTF8.self) } == expected)
  }

  @Test func findsNestedValues() throws {
    let text = Array(#"{"items":[{"name":"x"},{"name":"é","price": "12"}]}"#.utf8)
    let pointer = try #require(JSONPointer(parsing: "/items/1/price"))
    let span = text.withUnsafeBytes { JSON.span(of: pointer, in: $0, from: 0) }
    #expect(span.map { String(decoding: text[$0], as: UTF8.self) } == "\"12\"")
  }
}
