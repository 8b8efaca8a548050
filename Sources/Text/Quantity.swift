/// A number with its unit, both as values: `5 km`, `5,000 metres` and `5e3 m` are equal.
package struct Quantity: Sendable, CustomStringConvertible {
  /// As it was written, in its own unit.
  package let number: DecimalNumber
  /// In the base unit.
  package let value: DecimalNumber
  /// The base unit's symbol; nil for a bare number.
  package let unit: String?
  private let size: DecimalNumber?

  /// A product that does not fit leaves the number in its own unit.
  init(_ number: DecimalNumber, _ unit: UnitOfMeasure?) {
    self.number = number
    value = unit.flatMap { number.times($0.size) } ?? number
    self.unit = unit?.base
    size = unit?.size
  }

  /// This number in the unit of another; as it was written where one of them has no unit. Nil
  /// where both have units of different kinds.
  package func number(inUnitOf other: Quantity) -> Double? {
    guard let unit, let otherUnit = other.unit, let size = other.size else { return number.double }
    return unit == otherUnit ? value.double / size.double : nil
  }

  package var description: String { unit.map { "\(value) \($0)" } ?? "\(value)" }
}

extension Quantity: Hashable {
  package static func == (left: Quantity, right: Quantity) -> Bool {
    left.value == right.value && left.unit == right.unit
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(value)
    hasher.combine(unit)
  }
}
