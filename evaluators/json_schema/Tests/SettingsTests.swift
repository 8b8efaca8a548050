import CallModel
import JSON
import PluginKit
import PluginTestKit
import Testing

@testable import JSONSchemaEvaluator

@Suite struct SettingsTests {
  private func problems(_ entries: [String: Setting.Value], files: [String: String] = [:]) -> [String] {
    var settings = Settings(entries: entries)
    _ = try? JSONSchemaFactory.make(&settings, host: TestHost(files: files))
    settings.finish()
    return settings.problems.map(\.description)
  }

  @Test func conforms() async {
    let schema: Setting.Value = ["type": "object", "required": ["total"], "properties": ["total": ["minimum": 0.5]]]
    #expect(await EvaluatorConformance.check(JSONSchemaFactory.self, settings: ["schema": schema]) == [])
    #expect(await EvaluatorConformance.check(JSONSchemaFactory.self, settings: ["schema": true]) == [])
  }

  @Test func takesAFileATextOrAMap() {
    #expect(problems(["schema": "s.json"], files: ["s.json": #"{"type": "object"}"#]) == [])
    #expect(problems(["schema": #" {"type": "object"}"#]) == [])
    #expect(problems(["schema": ["type": "object"]]) == [])
    #expect(problems(["schema": false]) == [])
  }

  @Test func takesOtherDocumentsFromAFolder() {
    let files = [
      "d/a.json": #"{"$ref": "sub/b.json#/$defs/x"}"#, "d/sub/b.json": #"{"$defs": {"x": {"$ref": "../c"}}}"#,
      "d/c.json": "true", "d/host.example/e.json": "{}", "d/f.json": "{}",
    ]
    for reference in ["a.json", "https://host.example/e.json", "https://other.example/f.json"] {
      let schema: Setting.Value = ["$ref": .text(reference)]
      #expect(problems(["schema": schema, "schemas": "d"], files: files) == [], "\(reference)")
      #expect(problems(["schema": schema], files: files).count == 1, "\(reference)")
    }
  }

  @Test(arguments: [
    "https://../a.json", "file:///../a.json", "../../a.json", "x/%2E%2E/../../a.json", "ftp://d/a.json",
  ])
  func neverLeavesTheFolder(reference: String) {
    let schema: Setting.Value = ["$ref": .text(reference)]
    let files = ["a.json": "true", "d/../a.json": "true", "d/d/a.json": "true"]
    #expect(problems(["schema": schema, "schemas": "d"], files: files).count == 1)
  }

  @Test(
    arguments: [
      ([:], "test.yaml:1: entry: 'schema' is missing: the path of a JSON Schema, the schema itself, or from_call"),
      (["schema": "none.json"], "test.yaml:2: entry.schema: none.json: there is no such file"),
      (
        ["schema": "bad.json"],
        "test.yaml:2: entry.schema: bad.json is no JSON: line 2, column 3: expected a value, found '}'"
      ),
      (
        ["schema": "{"],
        "test.yaml:2: entry.schema: the text is no JSON: line 1, column 2: the text ends where a key in double quotes should come"
      ),
      (
        ["schema": 1],
        "test.yaml:2: entry.schema: expected the path of a JSON Schema, the schema itself, or from_call; found a whole number"
      ),
      (
        ["schema": ["items": ["minimun": 1]]],
        "test.yaml:2: entry.schema: warning: the schema at /items/minimun: the keyword 'minimun' is not known, and ignored"
      ),
      (["schema": ["const": .number(.infinity)]], "test.yaml:2: entry.schema: inf is no number in JSON"),
      (["schema": [:], "find": "inside"], "test.yaml:2: entry.find: 'inside' is not one of bare, fenced, anywhere"),
      (["schema": [:], "draft": "3"], "test.yaml:2: entry.draft: '3' is not one of 4, 6, 7, 2019-09, 2020-12"),
      (
        ["schema": "from_call", "schemas": "d"],
        "test.yaml:3: entry.schemas: no files are read for a schema that comes with a call; leave 'schemas' away"
      ),
      (
        ["schema": ["$ref": "../a.json"], "schemas": "d"],
        "test.yaml:2: entry.schema: the schema is wrong at /$ref: 'a.json' is another document, and not there; put it into the folder that 'schemas' names"
      ),
      (
        ["schema": ["$ref": "bad.json"], "schemas": "d"],
        "test.yaml:2: entry.schema: the schema is wrong at /$ref: d/bad.json is no JSON: line 1, column 1: expected a value, found '}'"
      ),
      (
        ["schema": [:], "strict": true],
        "test.yaml:3: entry.strict: unknown key; known here: draft, find, format, schema, schemas"
      ),
    ] as [([String: Setting.Value], String)])
  func saysWhatIsWrong(entries: [String: Setting.Value], problem: String) {
    #expect(problems(entries, files: ["bad.json": "{\"a\":\n  }", "d/bad.json": "}", "a.json": "true"]) == [problem])
  }

  /// A map of YAML becomes the JSON that it stands for, digit by digit.
  @Test func convertsSettingsExactly() throws {
    func number(_ value: Setting.Value, _ written: String) throws -> String? {
      try JSON(Setting(value, written: written)).number?.literal
    }
    #expect(try number(.number(1.2345678901234567e19), "12345678901234567890") == "12345678901234567890")
    #expect(try number(.number(0.1), "0.10") == "0.10")
    #expect(try number(.number(0.5), ".5") == "0.5")
    #expect(try number(.integer(16), "0x10") == "16")
    #expect(try number(.integer(8), "010") == "8")
    #expect(try number(.integer(7), "7") == "7")
    let map: Setting.Value = ["a": [nil, true, "x"]]
    #expect(try JSON(Setting(writing: map)) == ["a": [nil, true, "x"]])
    let twice = Setting(.map([("a", Setting(.null)), ("a", Setting(.null))]))
    #expect(throws: JSONConversionError.self) { try JSON(twice) }
    let deep = (0..<1_000).reduce(Setting(.null)) { inner, _ in Setting(.list([inner])) }
    #expect(throws: JSONConversionError.self) { try JSON(deep) }
  }
}
