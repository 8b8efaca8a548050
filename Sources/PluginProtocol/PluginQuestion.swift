package import CallModel
package import JSON

/// Something that a plugin is asked.
package enum PluginQuestion: Sendable {
  /// What is your verdict on this call?
  case call(LLMCall)
  /// Send this on: an object under a name, `snapshot` or `alert`.
  case item(name: String, JSON)
}

/// A line for a plugin's standard input.
package enum PluginLine: Sendable {
  case hello(Hello)
  case question(id: UInt64, PluginQuestion)
  case cancel(id: UInt64)

  /// What a plugin is told first.
  package struct Hello: Sendable {
    /// The entry's `config:`, as it was written.
    package var config: JSON
    /// How many questions may wait for its answers.
    package var maxInFlight: Int
    /// How long it may take for an answer.
    package var deadline: Nanoseconds

    package init(config: JSON = .object(JSONObject()), maxInFlight: Int = 64, deadline: Nanoseconds = .seconds(2)) {
      self.config = config
      self.maxInFlight = maxInFlight
      self.deadline = deadline
    }
  }

  /// Appends the line, its line feed included.
  package func write(into bytes: inout [UInt8]) {
    switch self {
    case .hello(let hello):
      let members: [(key: String, value: JSON)] = [
        ("protocol", .number(JSONNumber(1))), ("config", hello.config),
        ("max_in_flight", .number(JSONNumber(hello.maxInFlight))),
        ("deadline_ms", .number(JSONNumber(hello.deadline / 1_000_000))),
      ]
      JSON.object(JSONObject([("hello", .object(JSONObject(members)))])).write(into: &bytes)
    case .question(let id, .call(let call)):
      bytes.append("{\"id\":\"\(id)\",\"call\":")
      call.write(into: &bytes)
      bytes.append("}")
    case .question(let id, .item(let name, let value)):
      bytes.append("{\"id\":\"\(id)\",")
      JSON.string(name).write(into: &bytes)
      bytes.append(":")
      value.write(into: &bytes)
      bytes.append("}")
    case .cancel(let id):
      bytes.append("{\"cancel\":\"\(id)\"}")
    }
    bytes.append(UInt8(ascii: "\n"))
  }
}

extension [UInt8] {
  mutating func append(_ text: String) { append(contentsOf: text.utf8) }
}
