internal import CallModel

/// The part of a call that patterns are searched for in.
enum CallPart: String, CaseIterable {
  case output, input
  case toolArguments = "tool_arguments"
}

/// One text to be searched, and how a sentence names it.
struct SearchedText {
  var text: String
  /// Comes before `matches` or `match`: `the output`, `the arguments of 'weather'`.
  var name: String
  var isPlural: Bool
  /// Whether evidence can point into it.
  var isOutput: Bool

  /// Says that the text does something: `the output matches`, `the arguments of 'weather' match`.
  var matches: String { isPlural ? "\(name) match" : "\(name) matches" }
  var doesNotMatch: String { isPlural ? "\(name) do not match" : "\(name) does not match" }
}

extension CallPart {
  /// The texts that the part consists of: one, or the arguments of each tool call.
  func texts(of call: LLMCall) -> [SearchedText] {
    switch self {
    case .output: [SearchedText(text: call.output, name: "the output", isPlural: false, isOutput: true)]
    case .input: [SearchedText(text: call.input, name: "the input", isPlural: false, isOutput: false)]
    case .toolArguments:
      call.toolCalls.map {
        SearchedText(
          text: $0.arguments, name: "the arguments of '\(shortened($0.name))'", isPlural: true, isOutput: false)
      }
    }
  }
}
