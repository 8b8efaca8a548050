internal import Text

/// When a number of the answer counts as the reference's.
struct NumericRule: Sendable {
  /// How far the answer may be off.
  enum Tolerance: Sendable {
    /// In the reference's unit.
    case absolute(Double)
    /// Of the reference.
    case share(Double)
  }

  /// Which number of the answer is meant.
  enum Which: String, CaseIterable, Sendable {
    case last, first, any
  }

  var tolerance = Tolerance.absolute(0)
  var which = Which.last

  /// Numbers with units of different kinds never match; one without a unit is taken to be in
  /// the other's.
  func accepts(_ answer: CanonicalAnswer, for reference: Quantity) -> Bool {
    let quantities = answer.quantities
    return switch which {
    case .last: quantities.last.map { accepts($0, for: reference) } ?? false
    case .first: quantities.first.map { accepts($0, for: reference) } ?? false
    case .any: quantities.contains { accepts($0, for: reference) }
    }
  }

  private func accepts(_ answer: Quantity, for reference: Quantity) -> Bool {
    if answer == reference { return true }
    guard let found = answer.number(inUnitOf: reference) else { return false }
    let wanted = reference.number.double
    let allowed =
      switch tolerance {
      case .absolute(let distance): distance
      case .share(let share): share * abs(wanted)
      }
    // Binary fractions are no decimal ones: 0.3 - 0.2 is more than 0.1.
    return abs(found - wanted) <= allowed + 1e-12 * abs(wanted)
  }
}
