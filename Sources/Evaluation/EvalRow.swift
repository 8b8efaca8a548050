package import CallModel
internal import Ingest
internal import JSON

/// A recorded answer with what is known of it, as evaluators see a call (DESIGN.md 7).
///
/// `{id, input, output, context, reference, wrong_reference, schema}`; other keys are ignored.
package struct EvalRow: Sendable {
  /// The most bytes of a row's line.
  package static let longestLine = 16 << 20

  package let line: Int
  package let id: RowID
  package let call: LLMCall

  /// - Throws: what is wrong with the line.
  package init(_ line: NumberedLine) throws(RowFlaw) {
    guard let bytes = line.bytes else {
      throw RowFlaw(line: line.number, "longer than \(Self.longestLine >> 20) MiB")
    }
    let reader: RowReader
    do throws(JSONError) {
      reader = RowReader(json: try JSON(parsing: bytes), line: line.number)
    } catch {
      throw RowFlaw(line: line.number, "no JSON: column \(error.column): \(error.reason)")
    }
    self.line = line.number
    id = try reader.id()
    call = try reader.call(id: id)
  }
}

/// Reads the members of one row.
private struct RowReader {
  let json: JSON
  let line: Int

  func id() throws(RowFlaw) -> RowID {
    guard json.object != nil else { throw flaw("expected an object, found \(article(json.kind))") }
    guard let value = value("id") else { return RowID(line: line) }
    guard let id = RowID(value) else { throw flaw("'id' must be a text or a number, found \(article(value.kind))") }
    return id
  }

  func call(id: RowID) throws(RowFlaw) -> LLMCall {
    var call = LLMCall()
    let asked = try input()
    try answer(of: &call)
    call.take(messages: asked, documents: try texts("context"))
    call.references = try texts("reference")
    call.wrongReferences = try texts("wrong_reference")
    call.attributes["assay.reference_id"] = id.text
    if let schema = try schema() { call.attributes["gen_ai.request.structured_output_schema"] = schema }
    return call
  }

  /// A text is the last message of the user's; a list holds the conversation.
  private func input() throws(RowFlaw) -> [JSON] {
    switch value("input") {
    case nil: return []
    case .string(let text): return [["role": "user", "content": .string(text)]]
    case .array(let messages):
      guard messages.allSatisfy({ $0.object != nil }) else {
        throw flaw("'input' must be a text, or a list of messages such as {\"role\": \"user\", \"content\": …}")
      }
      return messages
    case let other?: throw flaw("'input' must be a text or a list of messages, found \(article(other.kind))")
    }
  }

  /// A text, or a message of a chat API's, which may ask for tools.
  private func answer(of call: inout LLMCall) throws(RowFlaw) {
    switch value("output") {
    case nil: throw flaw("'output' is missing: the answer to judge")
    case .string(let text): call.output = text
    case let message? where message["content"] != nil || message["parts"] != nil || message["tool_calls"] != nil:
      call.take(answer: message)
    case let other?: throw flaw("'output' must be a text or a message, found \(article(other.kind))")
    }
  }

  /// A text or a list of texts; a number counts as it is written.
  private func texts(_ key: String) throws(RowFlaw) -> [String] {
    guard let value = value(key) else { return [] }
    var texts: [String] = []
    for element in value.array ?? [value] {
      switch element {
      case .string(let text): texts.append(text)
      case .number(let number): texts.append(number.literal)
      default: throw flaw("'\(key)' must be a text or a list of texts, found \(article(element.kind))")
      }
    }
    return texts
  }

  /// A JSON Schema, or its text.
  private func schema() throws(RowFlaw) -> String? {
    switch value("schema") {
    case nil: return nil
    case .string(let text): return text
    case .object, .bool: return value("schema")?.text()
    case let other?: throw flaw("'schema' must be a JSON Schema, found \(article(other.kind))")
    }
  }

  /// Nothing and `null` are one.
  private func value(_ key: String) -> JSON? {
    guard let value = json[key], !value.isNull else { return nil }
    return value
  }

  private func flaw(_ message: String) -> RowFlaw { RowFlaw(line: line, message) }
}

private func article(_ kind: String) -> String {
  switch kind {
  case "array", "object": "an \(kind)"
  case "null": "null"
  default: "a \(kind)"
  }
}
