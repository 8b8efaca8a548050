/// A JSON value (RFC 8259).
///
/// Numbers and strings are exact: a number keeps the digits it was written with, and two strings
/// are equal only if their code points are. Equality follows the data model, not the text:
/// `1.0 == 1`, and members of an object have no order.
package enum JSON: Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSON])
  case object(JSONObject)
}

extension JSON {
  /// Whether this is `null`.
  package var isNull: Bool {
    if case .null = self { true } else { false }
  }

  /// The value of a boolean; nil for any other kind, as below.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The value of a number.
  package var number: JSONNumber? {
    if case .number(let value) = self { value } else { nil }
  }

  /// The value of a string.
  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  /// The elements of an array.
  package var array: [JSON]? {
    if case .array(let value) = self { value } else { nil }
  }

  /// The members of an object.
  package var object: JSONObject? {
    if case .object(let value) = self { value } else { nil }
  }

  /// The member of an object; nil if this is no object or has no such member.
  package subscript(key: String) -> JSON? { object?[key] }

  /// The element of an array; nil if this is no array or the index lies outside.
  package subscript(index: Int) -> JSON? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }

  /// What kind of value this is: `null`, `boolean`, `number`, `string`, `array`, `object`.
  package var kind: String {
    switch self {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}
