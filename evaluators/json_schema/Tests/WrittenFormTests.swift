import JSON
import Testing

@testable import JSONSchemaEvaluator

/// Values are judged where they stand in the text: how they are written makes no difference.
@Suite struct WrittenFormTests {
  @Test(
    arguments: [
      // A key that is written twice has its last value, and counts once.
      (#"{"properties": {"a": {"const": 2}}, "maxProperties": 1}"#, #"{"a": 1, "\u0061": 2}"#, true),
      (#"{"properties": {"a": {"const": 2}}}"#, #"{"a": 2, "a": 1}"#, false),
      // Escapes are decoded in keys, constants, patterns and formats.
      (#"{"required": ["é"], "additionalProperties": false, "properties": {"é": {}}}"#, #"{"\u00e9": 1}"#, true),
      (#"{"enum": ["a\nb"]}"#, #""\u0061\u000ab""#, true),
      (#"{"pattern": "^a.$"}"#, #""\u0061b""#, true),
      (#"{"pattern": "^a.$"}"#, #""\u0061\u0062c""#, false),
      (#"{"maxLength": 1}"#, #""\ud83d\ude00""#, true),
      (#"{"minLength": 2}"#, #""\ud83d\ude00""#, false),
      (#"{"uniqueItems": true}"#, #"["a", "\u0061"]"#, false),
      (#"{"uniqueItems": true}"#, #"["a", "b", "a"]"#, false),
      // Names out of the schema's order are found.
      (#"{"required": ["a", "b", "c"]}"#, #"{"c": 1, "b": 1, "a": 1}"#, true),
      (#"{"required": ["a", "b", "c"]}"#, #"{"c": 1, "b": 1}"#, false),
    ] as [(String, String, Bool)])
  func doesNotMatter(schema: String, text: String, fits: Bool) throws {
    let schema = try SchemaCompiler.compile(try JSON(parsing: schema), SchemaCompiler.Options(assertsFormats: true))
    let violation = try Array(text.utf8).withUnsafeBytes { bytes in
      try JSONTape(reading: bytes).withView(of: bytes) { view in try Validation.violation(of: schema, by: view) }
    }
    #expect((violation == nil) == fits)
  }
}
