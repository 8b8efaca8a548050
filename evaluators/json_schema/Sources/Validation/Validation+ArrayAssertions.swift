internal import JSON

extension Validation {
  mutating func check(_ assertion: Schema.Assertion, _ elements: [JSON]) throws(ValidationFault) -> Violation? {
    switch assertion {
    case .minItems(let bound):
      return demand(
        elements.count >= bound, "minItems", "expected at least \(counted(bound, "element")), found \(elements.count)")
    case .maxItems(let bound):
      return demand(
        elements.count <= bound, "maxItems", "expected at most \(counted(bound, "element")), found \(elements.count)")
    case .uniqueItems: return try checkUnique(elements)
    default: return nil
    }
  }

  private mutating func checkUnique(_ elements: [JSON]) throws(ValidationFault) -> Violation? {
    try count(elements.count)
    var places: [JSON: Int] = [:]
    places.reserveCapacity(elements.count)
    for (place, element) in elements.enumerated() {
      if let first = places.updateValue(place, forKey: element) {
        return violation("uniqueItems", "expected different elements, found \(element.brief) at \(first) and \(place)")
      }
    }
    return nil
  }
}
