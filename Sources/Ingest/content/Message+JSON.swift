internal import CallModel
internal import JSON

extension Message {
  /// Reads one message, as OpenTelemetry writes it (`parts`), as chat APIs do (`content`,
  /// `tool_calls`), or as OpenInference and OpenLLMetry flatten it.
  ///
  /// A plain string is a message of the user's.
  init(_ json: JSON) {
    if case .string(let text) = json {
      self.init(role: "", text: text.unlessRedacted ?? "")
      return
    }
    // A choice holds its message one level down; so does every message of OpenInference's.
    var message = json
    for name in Self.wrappers {
      guard let inner = json[name], case .object = inner else { continue }
      message = inner
      break
    }
    self.init(role: message["role"]?.string ?? json["role"]?.string ?? "", text: "")
    // The schema of 1.28 has a choice's tool calls beside its message, implementations within.
    for call in (message["tool_calls"] ?? json["tool_calls"])?.asList ?? [] { toolCalls += [ToolCall(chat: call)] }
    if toolCalls.isEmpty, let name = message["function_call_name"] {
      toolCalls = [ToolCall(name: name, arguments: message["function_call_arguments_json"])]
    }
    var texts: [String] = []
    // OpenInference repeats a message's tool calls among its contents.
    let hasCalls = !toolCalls.isEmpty
    for part in Self.parts(of: message) { read(part, &texts, skippingCalls: hasCalls) }
    text = texts.joined(separator: "\n")
    // In chat APIs a tool's answer is the message's own content.
    if role == "tool" || role == "function", message["parts"] == nil, !text.isEmpty {
      toolResults.append(text)
      text = ""
    }
  }

  /// What a message of parts says, where there is no message around them.
  init(role: String, parts: [JSON]) {
    self.init(role: role, text: "")
    var texts: [String] = []
    for part in parts { read(part, &texts) }
    text = texts.joined(separator: "\n")
  }

  private static let wrappers = ["message", "prompt", "completion", "embedding"]
  private static let contents = ["parts", "content", "contents", "text"]

  private static func parts(of message: JSON) -> [JSON] {
    for name in contents {
      if let parts = message[name], !parts.isNull, parts.string != "" { return parts.asList }
    }
    return []
  }

  /// Keyed on the part's type and not on the role: some libraries send tool results as `user`.
  private mutating func read(_ part: JSON, _ texts: inout [String], skippingCalls: Bool = false) {
    if case .string(let text) = part {
      if let text = text.unlessRedacted { texts.append(text) }
      return
    }
    let content = part["message_content"] ?? part
    switch content["type"]?.string {
    case "text", "input_text", "output_text", nil:
      if let text = (content["content"] ?? content["text"])?.string?.unlessRedacted { texts.append(text) }
    case "tool_call": toolCalls.append(ToolCall(part, arguments: part["arguments"]))
    case "server_tool_call": toolCalls.append(ToolCall(part, arguments: part["server_tool_call"]))
    case "tool_use":
      if skippingCalls { return }
      toolCalls.append(part["tool_call"].map { ToolCall(chat: $0) } ?? ToolCall(part, arguments: part["input"]))
    case "tool_call_response":
      // Until 1.41 the text of the convention says `result` and its schema says `response`.
      if let result = part["response"] ?? part["result"] { toolResults.append(result.asText) }
    case "server_tool_call_response":
      if let result = part["server_tool_call_response"] { toolResults.append(result.asText) }
    case "tool_result":
      toolResults.append(Message(role: "", parts: (part["content"] ?? .array([])).asList).text)
    default: break
    }
  }

  var isSystem: Bool { role == "system" || role == "developer" }
}

extension ToolCall {
  /// Arguments come as an object or as its text; without any they are an empty object.
  fileprivate init(_ part: JSON, arguments: JSON?) {
    let text = arguments?.asText.unlessRedacted ?? ""
    self.init(id: part["id"]?.asText ?? "", name: part["name"]?.asText ?? "", arguments: text.isEmpty ? "{}" : text)
  }

  /// A tool call of a chat API, where it names a function; OpenInference wraps it once more, and
  /// OpenLLMetry leaves the function out.
  fileprivate init(chat json: JSON) {
    let call = json["tool_call"] ?? json
    let function = call["function"] ?? call
    self.init(function, arguments: function["arguments"])
    id = call["id"]?.asText ?? ""
  }

  fileprivate init(name: JSON, arguments: JSON?) {
    self.init(.object(JSONObject([("name", name)])), arguments: arguments)
  }
}

extension String {
  /// nil for the word that OpenInference puts in place of content it was told to hide.
  var unlessRedacted: String? { self == "__REDACTED__" ? nil : self }
}
