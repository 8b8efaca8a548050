internal import CallModel
internal import JSON

/// What one place says of a call's content: the attributes of a span, the events in it, log
/// records, another span of the same request.
struct Conversation {
  /// System prompts, in order.
  var systems: [String] = []
  /// What was sent, without system prompts.
  var messages: [Message] = []
  /// The first choice of the answer.
  var answer: Message?
  var finish = FinishReason.unknown
  /// The documents in the span itself.
  var documents: [String] = []
  var references: [String] = []

  /// Puts a message where it belongs.
  mutating func append(_ message: Message) {
    if message.isSystem {
      systems.append(message.text)
    } else {
      messages.append(message)
    }
  }

  /// Takes from a place that counts less what is missing here. What is hidden here is missing too.
  mutating func fill(from other: Conversation) {
    if systems.allSatisfy(\.isEmpty) { systems = other.systems }
    if messages.allSatisfy(\.isEmpty), !other.messages.isEmpty { messages = other.messages }
    if answer?.isEmpty ?? true, let answer = other.answer { self.answer = answer }
    if finish == .unknown { finish = other.finish }
    if documents.isEmpty { documents = other.documents }
    if references.isEmpty { references = other.references }
  }
}

extension Message {
  /// Whether it says nothing, of whomever it is.
  var isEmpty: Bool { text.isEmpty && toolCalls.isEmpty && toolResults.isEmpty }
}
