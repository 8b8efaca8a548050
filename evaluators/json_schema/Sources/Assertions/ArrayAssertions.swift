internal import JSON

/// `minItems` or `maxItems`.
final class ArraySize: Assertion {
  let bound: Int
  let side: Side

  init(_ side: Side, _ bound: Int) {
    self.bound = bound
    self.side = side
  }

  func check(_ value: JSONView.Index, in walk: inout Validation) -> Violation? {
    guard walk.view.isArray(value) else { return nil }
    let count = walk.view.elementCount(value)
    return switch side {
    case .least:
      walk.demand(count >= bound, "minItems", "expected at least \(counted(bound, "element")), found \(count)")
    case .most:
      walk.demand(count <= bound, "maxItems", "expected at most \(counted(bound, "element")), found \(count)")
    }
  }
}

/// `uniqueItems`.
final class UniqueItems: Assertion {
  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    let view = walk.view
    guard view.isArray(value) else { return nil }
    let count = view.elementCount(value)
    try walk.count(count)
    if count < 2 || areDifferentTexts(value, view) { return nil }
    var places: [JSON: Int] = [:]
    places.reserveCapacity(count)
    for (place, element) in view.elements(value).enumerated() {
      if let first = places.updateValue(place, forKey: view.json(element)) {
        return walk.violation(
          "uniqueItems", "expected different elements, found \(view.brief(element)) at \(first) and \(place)")
      }
    }
    return nil
  }

  /// Whether these are few texts of which no two are equal: the common case, for which nothing is
  /// made. False if that is not known.
  private func areDifferentTexts(_ array: JSONView.Index, _ view: JSONView) -> Bool {
    guard view.elementCount(array) <= 16 else { return false }
    var waiting = view.elements(array)
    while let element = waiting.next() {
      guard view.isString(element), !view.hasEscapes(element) else { return false }
      // A copy that starts behind this element.
      for other in waiting where view.isString(other) && view.areEqual(strings: element, other) { return false }
    }
    return true
  }
}
