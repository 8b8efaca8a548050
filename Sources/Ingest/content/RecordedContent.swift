package import CallModel
package import JSON

extension LLMCall {
  /// Takes a conversation that was kept elsewhere, its messages written in any of the ways that
  /// spans have them, and the documents that came with it; results of tools follow those.
  package mutating func take(messages: [JSON], documents: [String]) {
    var conversation = Conversation()
    for message in messages { conversation.append(Message(message)) }
    system = conversation.systems.filter { !$0.isEmpty }.joined(separator: "\n")
    self.messages = conversation.messages
    input = conversation.messages.last { $0.role == "user" && !$0.text.isEmpty }?.text ?? ""
    context = documents + conversation.messages.flatMap(\.toolResults)
  }

  /// Takes an answer that was kept elsewhere, as a message: its text and the tools that it asks for.
  package mutating func take(answer: JSON) {
    let message = Message(answer)
    output = message.text
    toolCalls = message.toolCalls
  }
}
