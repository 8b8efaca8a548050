package import JSON

/// What is wrong with a behaviour that a request asks for.
package struct MockBehaviourError: Error, Hashable, CustomStringConvertible {
  package var description: String
}

extension MockBehaviour {
  /// No delay is longer, in milliseconds.
  static let longestDelay = 600_000
  /// No count, of tokens or of pieces, is larger.
  static let largestCount = 1_000_000_000

  /// Changes what the members name, as in the header `x-mock: {"status": 429, "retry_after": 1}`.
  ///
  /// Keys: `status` (200 to 599), `retry_after` (seconds), `error_type`, `error_code`, `message`,
  /// `served`, `text`, `finish` (`stop`, `length`, `tool_call`, `content_filter`), `delay_ms`,
  /// `chunk_delay_ms`, `cut_after`, `fail_after`, `input_tokens`, `output_tokens`,
  /// `cache_read_tokens`, `cache_write_tokens`, `reasoning_tokens`.
  package mutating func apply(_ members: JSONObject) throws(MockBehaviourError) {
    for member in members.members {
      let (key, value) = (member.key, member.value)
      switch key {
      case "status": status = try Self.number(key, value, in: 200...599)
      case "retry_after": retryAfter = try Self.number(key, value, in: 0...86_400)
      case "error_type": errorType = try Self.text(key, value)
      case "error_code": errorCode = try Self.text(key, value)
      case "message": message = try Self.text(key, value)
      case "served": served = try Self.text(key, value)
      case "text": text = try Self.text(key, value)
      case "finish": finish = try Self.finish(key, value)
      case "delay_ms": delay = try Self.number(key, value, in: 0...Self.longestDelay)
      case "chunk_delay_ms": chunkDelay = try Self.number(key, value, in: 0...Self.longestDelay)
      case "cut_after": cutAfter = try Self.count(key, value)
      case "fail_after": failAfter = try Self.count(key, value)
      case "input_tokens": usage.input = try Self.count(key, value)
      case "output_tokens": usage.output = try Self.count(key, value)
      case "cache_read_tokens": usage.cacheRead = try Self.count(key, value)
      case "cache_write_tokens": usage.cacheWrite = try Self.count(key, value)
      case "reasoning_tokens": usage.reasoning = try Self.count(key, value)
      default: throw MockBehaviourError(description: "there is no behaviour '\(key)'")
      }
    }
  }

  /// Changes what a model's suffix names: `gpt-4o-mini@status=429,retry_after=1` is a 429 of
  /// gpt-4o-mini. Returns the model without its suffix.
  package mutating func apply(suffixOf model: String) throws(MockBehaviourError) -> String {
    guard let at = model.lastIndex(of: "@"), model[at...].contains("=") else { return model }
    var members = JSONObject()
    for setting in model[model.index(after: at)...].split(separator: ",") {
      guard let equals = setting.firstIndex(of: "=") else {
        throw MockBehaviourError(description: "'\(setting)' in the model's suffix is not 'key=value'")
      }
      let value = String(setting[setting.index(after: equals)...])
      members[String(setting[..<equals])] = JSONNumber(value).map(JSON.number) ?? .string(value)
    }
    try apply(members)
    return String(model[..<at])
  }

  private static func number(_ key: String, _ value: JSON, in range: ClosedRange<Int>) throws(MockBehaviourError) -> Int
  {
    guard let number = value.number?.int64, let number = Int(exactly: number), range.contains(number) else {
      throw MockBehaviourError(
        description: "'\(key)' must be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  private static func count(_ key: String, _ value: JSON) throws(MockBehaviourError) -> Int {
    try number(key, value, in: 0...largestCount)
  }

  private static func text(_ key: String, _ value: JSON) throws(MockBehaviourError) -> String {
    guard let text = value.string else { throw MockBehaviourError(description: "'\(key)' must be text") }
    return text
  }

  private static func finish(_ key: String, _ value: JSON) throws(MockBehaviourError) -> Finish {
    guard let finish = value.string.flatMap(Finish.init(rawValue:)) else {
      let known = Finish.allCases.map(\.rawValue).joined(separator: ", ")
      throw MockBehaviourError(description: "'\(key)' must be one of \(known)")
    }
    return finish
  }
}
