package import JSON

/// A line that a plugin wrote.
package enum PluginMessage: Sendable {
  /// It takes questions now.
  case ready(name: String?, version: String?)
  /// An answer, whose members are read once the question is known.
  case answer(id: UInt64, JSON)
  /// An answer to an id that we cannot have given.
  case strayAnswer(id: String)
  /// Something that this version does not know: ignored.
  case unknown

  /// Reads one line, without its end.
  package static func read(_ line: UnsafeRawBufferPointer) throws(ProtocolFault) -> PluginMessage {
    let value: JSON
    do throws(JSONError) {
      value = try JSON(parsing: line, maxDepth: 64)
    } catch {
      if error.kind == .invalidUTF8 {
        throw ProtocolFault(.invalidUTF8, "a line is no UTF-8 at byte \(error.offset): write JSON in UTF-8")
      }
      throw ProtocolFault(
        .notJSON,
        "a line is no JSON (column \(error.column): \(error.reason)): \(quoted(line)). "
          + "Standard output is for messages only; print anything else to standard error")
    }
    guard let object = value.object else {
      throw ProtocolFault(.notAnObject, "a line holds \(described(value)) in place of a JSON object: \(quoted(line))")
    }
    if let ready = object["ready"] { return try read(ready: ready) }
    guard let id = object["id"] else { return .unknown }
    switch id {
    case .string(let text):
      // Exactly as we wrote it: no sign, no leading zero.
      guard let number = UInt64(text), "\(number)" == text else { return .strayAnswer(id: String(text.prefix(40))) }
      return .answer(id: number, value)
    default:
      throw ProtocolFault(.wrongMember, "'id' is \(described(id)): give it back as the text that it came as")
    }
  }

  private static func read(ready: JSON) throws(ProtocolFault) -> PluginMessage {
    guard let members = ready.object else {
      throw ProtocolFault(.wrongMember, "'ready' is \(described(ready)) in place of an object")
    }
    guard members["protocol"]?.number?.int64 == 1 else {
      throw ProtocolFault(
        .wrongProtocol,
        "'ready' names the protocol \(members["protocol"].map { $0.text() } ?? "of no number"); this is protocol 1")
    }
    return .ready(
      name: members["name"]?.string.map { String($0.prefix(64)) },
      version: members["version"]?.string.map { String($0.prefix(64)) })
  }
}

/// The kind of a value, in a sentence.
func described(_ value: JSON) -> String {
  switch value {
  case .null: "null"
  case .bool: "true or false"
  case .number: "a number"
  case .string: "a text"
  case .array: "a list"
  case .object: "an object"
  }
}

/// The beginning of a line, fit for a log.
private func quoted(_ line: UnsafeRawBufferPointer) -> String {
  let text = String(decoding: line.prefix(80), as: UTF8.self)
  let shown = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : String($0) }.joined()
  return "'\(shown)\(line.count > 80 ? "…" : "")'"
}
