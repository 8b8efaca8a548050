import CallModel
import Evaluation
import JSON
import Testing

@Suite struct EvalRowTests {
  private func row(_ text: String, line: Int = 3) throws(RowFlaw) -> EvalRow {
    try EvalRow(NumberedLine(number: line, bytes: Array(text.utf8)))
  }

  @Test func everyMemberGoesWhereEvaluatorsLookForIt() throws {
    let row = try row(
      """
      {"id": "a", "input": "What?", "output": "That.", "context": ["one", "two"], "reference": "That", \
      "wrong_reference": ["This", 7], "schema": {"type": "string"}, "colour": [{}]}
      """)
    #expect(row.line == 3)
    #expect(row.id.text == "a")
    let call = row.call
    #expect(call.input == "What?")
    #expect(call.messages == [Message(role: "user", text: "What?")])
    #expect(call.output == "That.")
    #expect(call.context == ["one", "two"])
    #expect(call.references == ["That"])
    #expect(call.wrongReferences == ["This", "7"])
    #expect(call.attributes["gen_ai.request.structured_output_schema"] == #"{"type":"string"}"#)
    #expect(call.attributes["assay.reference_id"] == "a")
  }

  @Test func aConversationHasItsSystemPromptAndResultsOfTools() throws {
    let call = try row(
      """
      {"input": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "First"},
       {"role": "assistant", "content": "Yes"}, {"role": "tool", "content": "21 °C"},
       {"role": "user", "content": [{"type": "text", "text": "Last"}]}], "context": "doc", "output": ""}
      """
    ).call
    #expect(call.system == "Be brief.")
    #expect(call.input == "Last")
    #expect(call.messages.map(\.role) == ["user", "assistant", "tool", "user"])
    #expect(call.context == ["doc", "21 °C"])
  }

  @Test func anAnswerMayBeAMessageThatAsksForTools() throws {
    let call = try row(
      #"{"output": {"role": "assistant", "content": null, "tool_calls": [{"id": "1", "function": {"name": "f", "arguments": "{}"}}]}}"#
    ).call
    #expect(call.output == "")
    #expect(call.toolCalls == [ToolCall(id: "1", name: "f", arguments: "{}")])
  }

  @Test(arguments: [
    (#"{"id": 7, "output": ""}"#, "7"), (#"{"id": null, "output": ""}"#, "12"), (#"{"output": ""}"#, "12"),
    (#"{"id": 1e400, "output": ""}"#, "1e400"),
  ])
  func ids(text: String, id: String) throws {
    #expect(try row(text, line: 12).id.text == id)
  }

  @Test(arguments: [
    ("[]", "expected an object, found an array"),
    (#"{"output": "a""#, "no JSON: column 15: the text ends where ',' or '}' should come"),
    (#"{"input": "a"}"#, "'output' is missing: the answer to judge"),
    (#"{"output": null}"#, "'output' is missing: the answer to judge"),
    (#"{"output": {"total": 3}}"#, "'output' must be a text or a message, found an object"),
    (#"{"id": [1], "output": ""}"#, "'id' must be a text or a number, found an array"),
    (#"{"input": 5, "output": ""}"#, "'input' must be a text or a list of messages, found a number"),
    (#"{"context": ["a", {}], "output": ""}"#, "'context' must be a text or a list of texts, found an object"),
    (#"{"reference": true, "output": ""}"#, "'reference' must be a text or a list of texts, found a boolean"),
    (#"{"schema": 5, "output": ""}"#, "'schema' must be a JSON Schema, found a number"),
  ])
  func flawsAreNamed(text: String, message: String) {
    let flaw = #expect(throws: RowFlaw.self) { try row(text, line: 9) }
    #expect(flaw?.line == 9)
    #expect(flaw?.description == message)
  }

  @Test func inputMustBeMessages() {
    #expect(throws: RowFlaw.self) { try row(#"{"input": ["a"], "output": ""}"#) }
  }

  @Test func aLineThatIsTooLongIsSaid() {
    let flaw = #expect(throws: RowFlaw.self) { try EvalRow(NumberedLine(number: 2, bytes: nil)) }
    #expect(flaw?.description == "longer than 16 MiB")
  }
}
