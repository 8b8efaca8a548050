import CallModel
import PluginKit
import PluginTestKit
import Testing

@testable import JSONSchemaEvaluator

/// Answers judged by the schema that their call asked for.
@Suite struct FromCallTests {
  static let schema = #"{"type": "object", "required": ["total"], "properties": {"total": {"type": "number"}}}"#

  private func judge(
    _ output: String, _ attributes: [String: String], tools: [ToolCall] = [], finish: FinishReason = .stop
  ) async throws -> Verdict {
    var settings = Settings(entries: ["schema": "from_call"])
    let evaluator = try JSONSchemaFactory.make(&settings, host: TestHost())
    var call = LLMCall(finish: finish)
    call.output = output
    call.attributes = attributes
    call.toolCalls = tools
    // The second time the schema is known already.
    let verdicts = await evaluator.judge([call, call])
    #expect(verdicts.first == verdicts.last)
    return try #require(verdicts.first)
  }

  @Test(arguments: [
    ("gen_ai.request.structured_output_schema", schema),
    ("gen_ai.request.structured_output_schema", #"{"name": "n", "strict": true, "schema": \#(schema)}"#),
    (
      "gen_ai.openai.request.response_format",
      #"{"type": "json_schema", "json_schema": {"name": "n", "schema": \#(schema)}}"#
    ),
    (
      "llm.invocation_parameters",
      #"{"temperature": 0, "response_format": {"type": "json_schema", "json_schema": {"schema": \#(schema)}}}"#
    ),
    ("llm.invocation_parameters", #"{"text": {"format": {"type": "json_schema", "name": "n", "schema": \#(schema)}}}"#),
    ("llm.invocation_parameters", #"{"output_format": {"type": "json_schema", "schema": \#(schema)}}"#),
  ])
  func judgesByTheSchemaOfTheCall(name: String, text: String) async throws {
    #expect(try await judge(#"{"total": 1}"#, [name: text]) == .pass)
    let wrong = try await judge(#"{"total": "1"}"#, [name: text])
    #expect(wrong.label == "type")
    #expect(wrong.evidence == [10..<13])
    #expect(try await judge("Sure: ", [name: text]).label == "not_json")
  }

  @Test func aJSONObjectIsAskedForWithoutSchema() async throws {
    let format = ["gen_ai.openai.request.response_format": #"{"type": "json_object"}"#]
    #expect(try await judge("{}", format) == .pass)
    #expect(try await judge("[]", format).label == "type")
  }

  @Test(arguments: [
    [:], ["gen_ai.openai.request.response_format": "json_schema"],
    ["llm.invocation_parameters": "{\"temperature\": 1}"],
    ["llm.invocation_parameters": "ModelSettings(temperature=1)"],
  ])
  func skipsWhatAsksForNone(attributes: [String: String]) async throws {
    #expect(try await judge("hello", attributes) == .skip("the call asked for no schema"))
  }

  @Test(arguments: [#"{"type": "objekt"}"#, #"{"type": "obj"#, #"{"$ref": "file:///etc/passwd"}"#])
  func aSchemaThatIsWrongIsAnError(schema: String) async throws {
    let verdict = try await judge("{}", ["gen_ai.request.structured_output_schema": schema])
    #expect(verdict.kind == .error)
    #expect(verdict.label == "schema_invalid")
  }

  @Test(arguments: [
    ("gen_ai.tool.definitions", #"[{"type": "function", "name": "pay", "parameters": \#(schema)}]"#),
    ("llm.tools.0.tool.json_schema", #"{"type": "function", "function": {"name": "pay", "parameters": \#(schema)}}"#),
    ("llm.invocation_parameters", #"{"tools": [{"name": "pay", "input_schema": \#(schema)}]}"#),
  ])
  func judgesTheArgumentsOfTools(name: String, text: String) async throws {
    func judge(_ arguments: String, finish: FinishReason = .toolCall) async throws -> Verdict {
      let tool = ToolCall(id: "1", name: "pay", arguments: arguments)
      return try await self.judge("", [name: text], tools: [tool], finish: finish)
    }
    #expect(try await judge(#"{"total": 1}"#) == .pass)
    let wrong = try await judge(#"{"total": "1"}"#)
    #expect(wrong.label == "type")
    #expect(wrong.explanation == "the call of the tool 'pay': at /total: expected number, found string")
    #expect(try await judge("").label == "required")
    #expect(try await judge(#"{"total": 1"#).label == "not_json")
    #expect(try await judge(#"{"total": 1"#, finish: .length).label == "truncated")
  }

  @Test func aToolWithoutSchemaIsSkipped() async throws {
    let tool = ToolCall(id: "1", name: "other", arguments: "{")
    #expect(try await judge("", [:], tools: [tool]).kind == .skip)
  }

  /// Many different schemas must not be kept for ever.
  @Test func forgetsOldSchemas() async throws {
    let schemas = RequestedSchemas { SchemaCompiler.Options() }
    for bound in 0..<3 * RequestedSchemas.most {
      var call = LLMCall()
      call.attributes = ["gen_ai.request.structured_output_schema": #"{"minimum": \#(bound)}"#]
      _ = schemas.entry(for: call)
    }
    #expect(schemas.count <= 2 * RequestedSchemas.most)
  }
}
