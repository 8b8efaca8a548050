internal import CallModel
internal import JSON

extension Message {
  /// Reads one entry of `gen_ai.input.messages` or `gen_ai.output.messages`.
  ///
  /// Content is taken from `parts`, else from `content` as chat APIs write it. A plain string is
  /// a message of the user's.
  init(_ json: JSON) {
    self.init(role: json["role"]?.string ?? "", text: "")
    var texts: [String] = []
    switch json {
    case .string(let text): texts = [text]
    default:
      for part in (json["parts"] ?? json["content"] ?? .array([])).asList { read(part, &texts) }
    }
    text = texts.joined(separator: "\n")
  }

  /// What a message of parts says, where there is no message around them.
  init(role: String, parts: [JSON]) {
    self.init(role: role, text: "")
    var texts: [String] = []
    for part in parts { read(part, &texts) }
    text = texts.joined(separator: "\n")
  }

  /// Keyed on the part's type and not on the role: some libraries send tool results as `user`.
  private mutating func read(_ part: JSON, _ texts: inout [String]) {
    if case .string(let text) = part { return texts.append(text) }
    switch part["type"]?.string {
    case "text", nil:
      if let text = (part["content"] ?? part["text"])?.string { texts.append(text) }
    case "tool_call": toolCalls.append(ToolCall(part, arguments: part["arguments"]))
    case "server_tool_call": toolCalls.append(ToolCall(part, arguments: part["server_tool_call"]))
    case "tool_call_response":
      // Until 1.41 the text of the convention says `result` and its schema says `response`.
      if let result = part["response"] ?? part["result"] { toolResults.append(result.asText) }
    case "server_tool_call_response":
      if let result = part["server_tool_call_response"] { toolResults.append(result.asText) }
    default: break
    }
  }

  var isSystem: Bool { role == "system" || role == "developer" }
}

extension ToolCall {
  /// Arguments come as an object or as its text; without any they are an empty object.
  fileprivate init(_ part: JSON, arguments: JSON?) {
    let text = arguments?.asText ?? ""
    self.init(id: part["id"]?.asText ?? "", name: part["name"]?.asText ?? "", arguments: text.isEmpty ? "{}" : text)
  }
}
