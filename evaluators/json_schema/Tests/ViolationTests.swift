import JSON
import Testing

@testable import JSONSchemaEvaluator

/// How a violation is explained: the place, the keyword, what was expected and found.
@Suite struct ViolationTests {
  @Test(
    arguments: [
      (#"{"type": "number"}"#, #""12""#, "type", "at the top: expected number, found string"),
      (#"{"type": ["integer", "null"]}"#, "1.5", "type", "at the top: expected null or integer, found 1.5"),
      (#"{"const": {"a": 1}}"#, "3", "const", "at the top: expected an object, found 3"),
      (
        #"{"enum": ["red", 2, null]}"#, #""blue""#, "enum", #"at the top: expected one of "red", 2, null, found "blue""#
      ),
      (#"{"multipleOf": 0.01}"#, "4.351", "multipleOf", "at the top: expected a multiple of 0.01, found 4.351"),
      (
        #"{"maximum": 9007199254740992}"#, "9007199254740993", "maximum",
        "at the top: expected at most 9007199254740992, found 9007199254740993"
      ),
      (#"{"exclusiveMinimum": 0}"#, "0.0", "exclusiveMinimum", "at the top: expected more than 0, found 0.0"),
      (#"{"minLength": 3}"#, #""é👍""#, "minLength", "at the top: expected at least 3 characters, found 2"),
      (
        #"{"pattern": "^[A-Z]{3}$"}"#, #""eur""#, "pattern",
        #"at the top: expected a text that matches ^[A-Z]{3}$, found "eur""#
      ),
      (#"{"minItems": 1}"#, "[]", "minItems", "at the top: expected at least 1 element, found 0"),
      (
        #"{"uniqueItems": true}"#, #"[1, {"a": 1}, {"a": 1.0}]"#, "uniqueItems",
        "at the top: expected different elements, found an object at 1 and 2"
      ),
      (
        #"{"contains": {"type": "string"}}"#, "[1]", "contains",
        "at the top: expected at least 1 element that fits the schema of contains, found 0"
      ),
      (
        #"{"items": {"properties": {"price": {"type": "number"}}}}"#, #"[{}, {"price": "12"}]"#, "type",
        "at /1/price: expected number, found string"
      ),
      (#"{"required": ["a", "b"]}"#, #"{"a": 1}"#, "required", #"at the top: the member "b" is missing"#),
      (
        #"{"properties": {"a": {"additionalProperties": false}}}"#, #"{"a": {"b/c": 1}}"#, "additionalProperties",
        "at /a/b~1c: the schema has no such member"
      ),
      (
        #"{"propertyNames": {"maxLength": 1}}"#, #"{"ab": 1}"#, "propertyNames",
        #"at the top: the name of the member "ab": expected at most 1 character, found 2"#
      ),
      (
        #"{"dependentRequired": {"a": ["b"]}}"#, #"{"a": 1}"#, "dependentRequired",
        #"at the top: the member "b" is missing beside "a""#
      ),
      (#"{"items": false}"#, "[1]", "false", "at /0: nothing may stand here, found 1"),
      (#"{"not": {"type": "string"}}"#, #""""#, "not", "at the top: expected what does not fit the schema of not"),
      (
        #"{"oneOf": [{"type": "number"}, {"type": "integer"}]}"#, "1", "oneOf",
        "at the top: fits both schema 0 and schema 1 of oneOf, expected one"
      ),
      (
        #"{"anyOf": [{"type": "null"}, {"properties": {"a": {"type": "null"}}}]}"#, #"{"a": 1}"#, "anyOf",
        "at /a: expected null, found number (nearest of the 2 schemas of anyOf)"
      ),
      (
        #"{"if": {"type": "string"}, "then": {"minLength": 1}, "else": {"minimum": 5}}"#, "4", "minimum",
        "at the top: expected at least 5, found 4"
      ),
      (
        ##"{"$ref": "#/$defs/é", "$defs": {"é": {"type": "null"}}}"##, "[]", "type",
        "at the top: expected null, found array"
      ),
    ] as [(String, String, String, String)])
  func explains(schema: String, value: String, keyword: String, explanation: String) throws {
    let schema = try SchemaCompiler.compile(try JSON(parsing: schema))
    let violation = try Validation.violation(of: schema, by: try JSON(parsing: value))
    #expect(violation?.keyword == keyword)
    #expect(violation?.explanation == explanation)
  }

  @Test func staysShortWhateverTheValueIs() throws {
    let long = String(repeating: "x", count: 100_000)
    let schema = try SchemaCompiler.compile(["additionalProperties": ["enum": [.string(long), 1]]])
    let violation = try #require(try Validation.violation(of: schema, by: [long: .string(long + "y")]))
    #expect(violation.explanation.count < 900)
  }
}
