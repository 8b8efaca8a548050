import JSON
import Testing

@testable import JSONSchemaEvaluator

/// Whatever schema and value are, a walk ends, and soon.
@Suite struct BoundsTests {
  /// One that judges each level by four schemas, and one that has a schema for each level.
  @Test(arguments: [
    ##"{"anyOf": [{"allOf": [{"properties": {"a": {"$ref": "#"}}, "additionalProperties": false}]}]}"##,
    String(repeating: #"{"properties": {"a":"#, count: 200) + "{}" + String(repeating: "}}", count: 200),
  ])
  func theDeepestWalkFitsASmallStack(schema: String) throws {
    let schema = try SchemaCompiler.compile(try JSON(parsing: schema))
    let ran = onSmallStack {
      let value = (0..<200).reduce(0 as JSON) { inner, _ in ["a": inner] }
      #expect(throws: ValidationFault.tooDeep) { try Validation.violation(of: schema, by: value) }
    }
    #expect(ran)
  }

  @Test func aDeepAnswerIsJudgedByASchemaThatRefersToItself() throws {
    let schema = try SchemaCompiler.compile(["items": ["$ref": "#"], "type": "array"])
    let depth = Validation.deepest / 2
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(try Validation.violation(of: schema, by: try JSON(parsing: text)) == nil)
  }

  /// Two branches at each level that fail only at the bottom: 2^100 ways.
  @Test func anExponentialSchemaIsGivenUp() throws {
    let schema = try SchemaCompiler.compile(
      try JSON(
        parsing:
          ##"{"type": "object", "anyOf": [{"properties": {"a": {"$ref": "#"}}}, {"properties": {"a": {"$ref": "#"}}}]}"##
      ))
    var value: JSON = 0
    for _ in 0..<40 { value = ["a": value] }
    #expect(throws: ValidationFault.tooManySteps) { try Validation.violation(of: schema, by: value) }
  }

  /// A `$dynamicRef` may lead back to where it stands; which way it leads is not known before.
  @Test func aDynamicReferenceWithoutEndIsGivenUp() throws {
    let schema = try SchemaCompiler.compile(
      try JSON(
        parsing:
          ##"{"$id": "https://a.example/", "$dynamicAnchor": "x", "allOf": [{"$ref": "b"}], "$defs": {"b": {"$id": "b", "$defs": {"y": {"$dynamicAnchor": "x"}}, "$dynamicRef": "#x"}}}"##
      ))
    let ran = onSmallStack {
      #expect(throws: ValidationFault.tooDeep) { try Validation.violation(of: schema, by: 1) }
    }
    #expect(ran)
  }

  /// Each level asks its branches twice what they have looked at.
  @Test func nestedUnevaluatedPropertiesAreGivenUp() throws {
    var text = "{}"
    for _ in 0..<60 {
      text = #"{"anyOf": [\#(text)], "unevaluatedProperties": true}"#
    }
    let schema = try SchemaCompiler.compile(try JSON(parsing: text))
    let ran = onSmallStack {
      do throws(ValidationFault) {
        _ = try Validation.violation(of: schema, by: ["a": 1])
        Issue.record("2^60 steps were taken")
      } catch {
        #expect(error == .tooManySteps)
      }
    }
    #expect(ran)
  }

  @Test func aPatternThatBacktracksIsAnError() throws {
    let schema = try SchemaCompiler.compile(["pattern": "^(a+)+$"])
    let text = String(repeating: "a", count: 64) + "!"
    #expect {
      try Validation.violation(of: schema, by: .string(text))
    } throws: { error in
      (error as? ValidationFault)?.label == "match_limit"
    }
  }
}
