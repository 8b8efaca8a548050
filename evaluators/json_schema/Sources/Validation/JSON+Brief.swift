internal import JSON

extension JSON {
  /// The value for a person: a scalar as written, a container by its kind.
  var brief: String {
    switch self {
    case .array: "an array"
    case .object: "an object"
    case .string(let text): JSON.string(shortened(text, to: 60)).text()
    case .number(let number): shortened(number.literal, to: 60)
    default: text()
    }
  }

  /// The kind, for a message about types; a fraction is named, where an integer is expected.
  fileprivate var kindOrFraction: String {
    if case .number(let number) = self, !number.isInteger { return shortened(number.literal, to: 60) }
    return kind
  }
}

extension JSONView {
  /// As above.
  func brief(_ value: Index) -> String { shallow(value).brief }

  /// As above.
  func kindOrFraction(_ value: Index) -> String { shallow(value).kindOrFraction }

  /// A scalar of its own, a container without what is in it.
  private func shallow(_ value: Index) -> JSON {
    isArray(value) ? .array([]) : isObject(value) ? .object(JSONObject()) : json(value)
  }
}
