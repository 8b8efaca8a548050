import JSON
import Testing

@testable import JSONSchemaEvaluator

/// What is refused as a schema, and what is said of it.
@Suite struct SchemaTests {
  private func problems(_ text: String) throws -> [String] {
    let document = try JSON(parsing: text)
    do throws(SchemaProblems) {
      _ = try SchemaCompiler.compile(document)
      return []
    } catch {
      return error.all.map(\.description)
    }
  }

  @Test(
    arguments: [
      (##"{"type": "float"}"##, "at /type: \"float\" is no type of JSON Schema"),
      (##"{"type": ["string", 1]}"##, "at /type: 1 is no type of JSON Schema"),
      (##"{"minLength": -1}"##, "at /minLength: must be a whole number from 0 up, found -1"),
      (##"{"multipleOf": 0}"##, "at /multipleOf: must be above 0, found 0"),
      (##"{"minimum": "1"}"##, "at /minimum: must be a number, found string"),
      (##"{"required": "a"}"##, "at /required: must be an array of names, found string"),
      (##"{"enum": 1}"##, "at /enum: must be an array of values, found number"),
      (
        ##"{"items": [true], "$schema": "https://json-schema.org/draft/2020-12/schema"}"##,
        "at /items: an array of items is draft-07's; in 2020-12 write prefixItems"
      ),
      (
        ##"{"$schema": "http://json-schema.org/draft-03/schema#"}"##,
        "at /$schema: 'http://json-schema.org/draft-03/schema#' is not known; known are draft-04, draft-06, draft-07, 2019-09, 2020-12, and metaschemas in the folder of 'schemas'"
      ),
      (##"{"anyOf": []}"##, "at /anyOf: must name at least one schema"),
      (##"{"not": 1}"##, "at /not: must be a schema: an object, true or false; found number"),
      (
        ##"{"pattern": "(a"}"##,
        "at /pattern: '(a' is no regular expression: missing closing parenthesis, at byte 2 of the pattern"
      ),
      (##"{"$ref": "#/$defs/none"}"##, "at /$ref: '#/$defs/none' points to nothing in this document"),
      (
        ##"{"$ref": "other.json"}"##,
        "at /$ref: 'other.json' is another document, and not there; put it into the folder that 'schemas' names"
      ),
      (##"{"$ref": "#"}"##, "at the top: refers to itself without end"),
      (
        ##"{"$defs": {"a": {"allOf": [{"$ref": "#/$defs/b"}]}, "b": {"not": {"$ref": "#/$defs/a"}}}}"##,
        "at /$defs/a: refers to itself without end"
      ),
      (
        ##"{"$schema": "http://json-schema.org/draft-04/schema#", "items": true}"##,
        "at /items: must be a schema: an object; draft-04 has no true or false"
      ),
      (
        ##"{"$recursiveRef": "#", "$dynamicRef": "#nowhere"}"##,
        "at /$dynamicRef: '#nowhere' points to nothing in this document"
      ),
      (
        ##"{"unevaluatedProperties": 1}"##,
        "at /unevaluatedProperties: must be a schema: an object, true or false; found number"
      ),
      ("[]", "at the top: must be a schema: an object, true or false; found array"),
    ] as [(String, String)])
  func saysWhatIsWrongAndWhere(schema: String, problem: String) throws {
    #expect(try problems(schema) == [problem])
  }

  /// What means nothing is ignored, as the specification wants it, but not in silence.
  @Test(
    arguments: [
      (
        ##"{"properties": {"a": {"minimun": 1}}}"##,
        "at /properties/a/minimun: the keyword 'minimun' is not known, and ignored"
      ),
      (
        ##"{"$schema": "http://json-schema.org/draft-07/schema#", "prefixItems": []}"##,
        "at /prefixItems: 'prefixItems' is not in draft-07, and ignored; write an array of items"
      ),
      (
        ##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "additionalItems": false}"##,
        "at /additionalItems: 'additionalItems' is not in 2020-12, and ignored; write prefixItems and items"
      ),
    ] as [(String, String)])
  func warnsOfWhatIsIgnored(schema: String, warning: String) throws {
    let schema = try SchemaCompiler.compile(try JSON(parsing: schema))
    #expect(schema.warnings.map(\.description) == [warning])
  }

  @Test func reportsAllProblemsAtOnce() throws {
    #expect(try problems(##"{"type": "x", "items": {"maxItems": 1.5, "$ref": "#nowhere"}}"##).count == 3)
  }

  @Test(arguments: [
    ##"{"type": "object", "properties": {"next": {"$ref": "#"}}}"##,
    ##"{"$id": "https://a.example/b", "$ref": "https://a.example/b#/$defs/c%20d", "$defs": {"c d": {"$anchor": "e"}}}"##,
    ##"{"title": "t", "description": "d", "default": 1, "examples": [], "format": "date", "$comment": "c", "readOnly": true}"##,
    "true",
  ])
  func accepts(schema: String) throws {
    #expect(try problems(schema) == [])
  }

  @Test func compilesADeepSchema() throws {
    let depth = 250
    let text = String(repeating: #"{"items":"#, count: depth) + "{}" + String(repeating: "}", count: depth)
    let ran = onSmallStack {
      do { _ = try SchemaCompiler.compile(try JSON(parsing: text)) } catch { Issue.record(error) }
    }
    #expect(ran)
  }
}
