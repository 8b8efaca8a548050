internal import JSON
internal import PluginKit

/// Why a value of a configuration has no counterpart in JSON.
struct JSONConversionError: Error, CustomStringConvertible {
  let description: String
}

extension JSON {
  /// No setting that a person writes nests deeper.
  private static let deepestSetting = 100

  /// A value of a configuration as the JSON that it stands for. Numbers keep the digits that
  /// were written, where these are a number in JSON too: YAML's `.5` and `0x10` are not.
  init(_ setting: Setting, depth: Int = 0) throws(JSONConversionError) {
    guard depth < Self.deepestSetting else {
      throw JSONConversionError(description: "nested deeper than \(Self.deepestSetting) levels")
    }
    switch setting.value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .text(let text): self = .string(text)
    case .integer(let value):
      let exact = JSONNumber(value)
      self = .number(JSONNumber(setting.written).flatMap { $0 == exact ? $0 : nil } ?? exact)
    case .number(let value):
      guard let number = JSONNumber(setting.written) ?? JSONNumber(value) else {
        throw JSONConversionError(description: "\(setting.written) is no number in JSON")
      }
      self = .number(number)
    case .list(let elements):
      var converted: [JSON] = []
      for element in elements { converted.append(try JSON(element, depth: depth + 1)) }
      self = .array(converted)
    case .map(let entries):
      var object = JSONObject()
      for (key, value) in entries {
        guard object[key] == nil else {
          throw JSONConversionError(description: "the key '\(shortened(key))' is written twice")
        }
        object[key] = try JSON(value, depth: depth + 1)
      }
      self = .object(object)
    }
  }
}
