internal import JSON

/// A value that a schema names, ready to be compared.
struct Constant: Sendable {
  let value: JSON
  /// Of a string.
  private let bytes: [UInt8]?

  init(_ value: JSON) {
    self.value = value
    bytes = value.string.map { Array($0.utf8) }
  }

  /// Whether a value of an answer is the same.
  func equals(_ other: JSONView.Index, of view: JSONView) -> Bool {
    if let bytes { return view.isString(other) && view.equals(other, bytes) }
    return switch value {
    case .array(let elements):
      view.isArray(other) && view.elementCount(other) == elements.count && view.json(other) == value
    case .object(let object):
      view.isObject(other) && view.memberCount(other) == object.count && view.json(other) == value
    case .number: view.isNumber(other) && view.json(other) == value
    case .null: view.kind(other) == JSONNode.Kind.null
    case .bool(let isTrue): view.kind(other) == JSONNode.Kind.bool && view.isTrue(other) == isTrue
    case .string: false
    }
  }
}

/// A number that a schema names, ready to be compared.
struct Bound: Sendable {
  let number: JSONNumber
  private let short: ShortDecimal?

  init(_ number: JSONNumber) {
    self.number = number
    short = number.shortDecimal
  }

  /// Below 0 if a value of an answer is the lesser, 0 if both are equal.
  func order(of value: JSONView.Index, _ view: JSONView) -> Int {
    if let short, let other = view.shortDecimal(value), let order = ShortDecimal.order(other, short) { return order }
    let other = view.number(value)
    return other < number ? -1 : other == number ? 0 : 1
  }

  /// Whether a value of an answer is this times a whole number.
  func divides(_ value: JSONView.Index, _ view: JSONView) -> Bool {
    if let short, let other = view.shortDecimal(value), let isMultiple = other.isMultiple(of: short) {
      return isMultiple
    }
    return view.number(value).isMultiple(of: number)
  }
}
