/// What an event that carries content holds, by its name; the event may stand in the call's span
/// or be a log record of its own.
enum ContentEvent {
  /// A message that was sent (OTel GenAI 1.28 to 1.36, OpenLLMetry), by its role: libraries put any
  /// role of theirs in the name, such as `developer`.
  case message(role: UnsafeRawBufferPointer)
  /// One choice of the answer (the same).
  case choice
  /// The whole conversation that was sent, and an answer (OTel GenAI 1.27, Semantic Kernel; under
  /// the attributes' names of 1.37 in Azure's tracer for LangChain).
  case prompt, completion
  /// Everything about a call (OTel GenAI 1.37 and later).
  case details

  init?(name: UnsafeRawBufferPointer) {
    guard name.starts(with: Self.prefix) else { return nil }
    if name.equals("gen_ai.choice") {
      self = .choice
    } else if name.equals("gen_ai.content.prompt") || name.equals("gen_ai.input.messages") {
      self = .prompt
    } else if name.equals("gen_ai.content.completion") || name.equals("gen_ai.output.messages") {
      self = .completion
    } else if name.equals("gen_ai.client.inference.operation.details") {
      self = .details
    } else {
      guard name.count > Self.prefix.count + Self.suffix.count,
        name.suffix(Self.suffix.count).elementsEqual(Self.suffix)
      else { return nil }
      let role = UnsafeRawBufferPointer(rebasing: name[Self.prefix.count..<name.count - Self.suffix.count])
      if role.contains(UInt8(ascii: ".")) { return nil }
      self = .message(role: role)
    }
  }

  private static let prefix = Array("gen_ai.".utf8)
  private static let suffix = Array(".message".utf8)
}
