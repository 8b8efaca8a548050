// Code that writes JSON spells it as Swift literals:
//
//   let body: JSON = ["error": ["code": 429, "message": .string(reason)]]

extension JSON: ExpressibleByNilLiteral {
  package init(nilLiteral: ()) { self = .null }
}

extension JSON: ExpressibleByBooleanLiteral {
  package init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self = .number(JSONNumber(value)) }
}

extension JSON: ExpressibleByFloatLiteral {
  package init(floatLiteral value: Double) { self.init(value) }
}

extension JSON: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSON: ExpressibleByStringInterpolation {}

extension JSON: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements.map { (key: $0.0, value: $0.1) }))
  }
}

extension JSON {
  /// A whole number of any width.
  package init(_ value: some BinaryInteger) { self = .number(JSONNumber(value)) }

  /// What is no number in JSON (infinities, NaN) becomes null, as ECMAScript writes it.
  package init(_ value: Double) { self = JSONNumber(value).map(JSON.number) ?? .null }
}

extension JSONNumber: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int64) { self.init(value) }
}
