internal import JSON

/// What the model answers, before a dialect renders it: the same for the same request, always.
package struct MockAnswer: Sendable {
  /// A tool that is called; `arguments` is JSON text.
  package struct ToolCall: Sendable {
    package var name: String
    package var arguments: String
  }

  /// Sixteen hexadecimal digits, from which each dialect makes its ids.
  package var id: String
  package var model: String
  /// Nil where only tools are called.
  package var text: String?
  package var toolCalls: [ToolCall]
  package var finish: MockBehaviour.Finish
  /// Complete: nothing of it is nil.
  package var usage: Usage

  /// Tokens as OpenAI counts them: parts are inside their totals.
  package struct Usage: Hashable, Sendable {
    package var input: Int
    package var output: Int
    package var cacheRead: Int
    package var cacheWrite: Int
    package var reasoning: Int
    package var total: Int { input + output }
  }

  /// Decides the answer. A stated text wins; else tools are called if there are any; else the
  /// schema that was asked for is filled in; else there is a sentence.
  package init(to request: MockRequest) {
    let behaviour = request.behaviour
    id = hexadecimal(request.seed)
    model = behaviour.served ?? ServedModel.name(for: request.model)
    let callsTools = behaviour.text == nil && (behaviour.finish ?? .toolCall) == .toolCall
    toolCalls =
      callsTools
      ? request.tools.prefix(1).map { ToolCall(name: $0.name, arguments: sample(of: $0.schema).text()) } : []
    if toolCalls.isEmpty {
      text = behaviour.text ?? request.schema.map { sample(of: $0).text() } ?? sentence(request.seed)
    }
    finish = behaviour.finish ?? (toolCalls.isEmpty ? .stop : .toolCall)
    let written = (text ?? "").utf8.count + toolCalls.reduce(0) { $0 + $1.arguments.utf8.count }
    let stated = behaviour.usage
    // About four bytes a token, and a few tokens around each message. Nobody states parts that exceed their whole.
    usage = Usage(
      input: max(stated.input ?? request.inputBytes / 4 + 3, stated.cacheRead + stated.cacheWrite),
      output: max(stated.output ?? written / 4 + 1 + stated.reasoning, stated.reasoning),
      cacheRead: stated.cacheRead, cacheWrite: stated.cacheWrite, reasoning: stated.reasoning)
  }

  /// The text in pieces of three words, as a stream brings it; joined they are the text.
  package var pieces: [String] { inPieces(text ?? "") }
}

/// Pieces of three words; all but the first begin with a space.
func inPieces(_ text: String) -> [String] {
  var pieces: [String] = []
  var piece = ""
  var spaces = 0
  for character in text {
    if character == " " {
      spaces += 1
      if spaces.isMultiple(of: 3) {
        pieces.append(piece)
        piece = ""
      }
    }
    piece.append(character)
  }
  if !piece.isEmpty { pieces.append(piece) }
  return pieces
}

/// JSON text in parts that are no JSON by themselves, as tools' arguments come.
func inParts(_ text: String) -> [String] {
  let characters = Array(text)
  return stride(from: 0, to: characters.count, by: 16).map { String(characters[$0..<min($0 + 16, characters.count)]) }
}

/// Sixteen digits.
func hexadecimal(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}

private let sentences = [
  "The parcel left the warehouse this morning and arrives on Thursday.",
  "You can return anything within thirty days if it has not been worn.",
  "The library opens at nine and closes at six, except on Sundays.",
  "Water boils at a lower temperature in the mountains than at the sea.",
]

private func sentence(_ seed: UInt64) -> String { sentences[Int(seed % UInt64(sentences.count))] }
