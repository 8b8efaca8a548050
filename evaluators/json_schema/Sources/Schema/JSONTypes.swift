internal import JSON

/// A set of the types that JSON Schema knows.
struct JSONTypes: OptionSet, Sendable {
  let rawValue: UInt8

  static let null = JSONTypes(rawValue: 1 << 0)
  static let boolean = JSONTypes(rawValue: 1 << 1)
  static let number = JSONTypes(rawValue: 1 << 2)
  static let integer = JSONTypes(rawValue: 1 << 3)
  static let string = JSONTypes(rawValue: 1 << 4)
  static let array = JSONTypes(rawValue: 1 << 5)
  static let object = JSONTypes(rawValue: 1 << 6)

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
  func allow(_ value: JSON) -> Bool {
    switch value {
    case .null: contains(.null)
    case .bool: contains(.boolean)
    case .string: contains(.string)
    case .array: contains(.array)
    case .object: contains(.object)
    case .number(let number): contains(.number) || contains(.integer) && isInteger(number)
    }
  }

  private func isInteger(_ number: JSONNumber) -> Bool {
    number.isInteger
      && !(contains(.plainIntegers) && number.literal.utf8.contains { $0 == 0x2E || $0 | 0x20 == 0x65 })
  }

  /// `number`, or `string or null`.
  var description: String {
    Self.named.filter { contains($0.type) }.map(\.name).joined(separator: " or ")
  }
}
