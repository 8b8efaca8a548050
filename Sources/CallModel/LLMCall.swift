/// One request to a model and its answer, with its content: what evaluators are handed.
public struct LLMCall: Sendable {
  public var trace: TraceID
  public var span: SpanID
  public var dimensions: Dimensions
  public var operation: Operation
  public var outcome: Outcome
  public var finish: FinishReason
  public var servedModel: String?
  public var start: Nanoseconds
  public var duration: Nanoseconds?
  public var usage: TokenUsage

  /// The system prompt; empty if there was none.
  public var system = ""
  /// The conversation that was sent, oldest first, without the system prompt.
  public var messages: [Message] = []
  /// The text of the last user message.
  public var input = ""
  /// The text of the answer (the first choice).
  public var output = ""
  /// The tools that the answer asked for.
  public var toolCalls: [ToolCall] = []
  /// Retrieved documents, then tool results: what the answer should rest on.
  public var context: [String] = []
  /// Answers known to be right, where the caller sent them.
  public var references: [String] = []
  /// Answers known to be wrong, likewise.
  public var wrongReferences: [String] = []
  /// Further attributes of the span, by name; scalars only, as text.
  public var attributes: [String: String] = [:]

  public init(
    trace: TraceID = .invalid, span: SpanID = .invalid, dimensions: Dimensions = Dimensions(),
    operation: Operation = .chat, outcome: Outcome = .ok, finish: FinishReason = .unknown,
    servedModel: String? = nil, start: Nanoseconds = 0, duration: Nanoseconds? = nil,
    usage: TokenUsage = TokenUsage()
  ) {
    self.trace = trace
    self.span = span
    self.dimensions = dimensions
    self.operation = operation
    self.outcome = outcome
    self.finish = finish
    self.servedModel = servedModel
    self.start = start
    self.duration = duration
    self.usage = usage
  }
}

/// One message of a conversation.
public struct Message: Hashable, Sendable {
  /// `user`, `assistant`, `tool`, or whatever the caller's library wrote.
  public var role: String
  /// Its text parts, joined by newlines.
  public var text: String
  public var toolCalls: [ToolCall]
  public var toolResults: [String]

  public init(role: String, text: String, toolCalls: [ToolCall] = [], toolResults: [String] = []) {
    self.role = role
    self.text = text
    self.toolCalls = toolCalls
    self.toolResults = toolResults
  }
}

/// A tool that the model asked for.
public struct ToolCall: Hashable, Sendable {
  public var id: String
  public var name: String
  /// The arguments as JSON text.
  public var arguments: String

  public init(id: String, name: String, arguments: String) {
    self.id = id
    self.name = name
    self.arguments = arguments
  }
}
