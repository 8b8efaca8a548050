internal import JSON

/// A set of the types that JSON Schema knows.
struct JSONTypes: OptionSet, Sendable {
  let rawValue: UInt8

  static let null = JSONTypes(rawValue: JSONNode.Kind.null)
  static let boolean = JSONTypes(rawValue: JSONNode.Kind.bool)
  static let number = JSONTypes(rawValue: JSONNode.Kind.number)
  static let integer = JSONTypes(rawValue: JSONNode.Kind.plainInteger)
  static let string = JSONTypes(rawValue: JSONNode.Kind.string)
  static let array = JSONTypes(rawValue: JSONNode.Kind.array)
  static let object = JSONTypes(rawValue: JSONNode.Kind.object)

  /// Not a type: an integer is a number without fraction and exponent, as draft-04 has it.
  static let plainIntegers = JSONTypes(rawValue: 1 << 7)

  private static let named: [(name: String, type: JSONTypes)] = [
    ("null", .null), ("boolean", .boolean), ("number", .number), ("integer", .integer), ("string", .string),
    ("array", .array), ("object", .object),
  ]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Nil for a name that is none of JSON Schema's.
  init?(named name: String) {
    guard let known = Self.named.first(where: { $0.name == name }) else { return nil }
    self = known.type
  }

  /// Whether a value is of one of these types; a number is an integer if its value is whole.
  func allow(_ value: JSONView.Index, of view: JSONView) -> Bool {
    // The bits are those of a value's kind.
    let kind = view.kind(value)
    if rawValue & kind != 0 { return true }
    return kind == JSONNode.Kind.number && contains(.integer) && !contains(.plainIntegers)
      && view.number(value).isInteger
  }

  /// `number`, or `string or null`.
  var description: String {
    Self.named.filter { contains($0.type) }.map(\.name).joined(separator: " or ")
  }
}
