internal import JSON

/// `$ref`.
final class Reference: Applicator {
  let target: Schema.NodeID

  init(to target: Schema.NodeID) { self.target = target }

  var inPlace: [Schema.NodeID] { [target] }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    try walk.check(target, value)
  }
}

/// `allOf`.
final class AllOf: Applicator {
  let inPlace: [Schema.NodeID]

  init(_ branches: [Schema.NodeID]) { inPlace = branches }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    for branch in inPlace {
      if let violation = try walk.check(branch, value) { return violation }
    }
    return nil
  }
}

/// `anyOf`.
final class AnyOf: Applicator {
  let inPlace: [Schema.NodeID]

  init(_ branches: [Schema.NodeID]) { inPlace = branches }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    var violations: [Violation] = []
    for branch in inPlace {
      guard let violation = try walk.check(branch, value) else { return nil }
      violations.append(violation)
    }
    return walk.nearest(violations, of: "anyOf")
  }
}

/// `oneOf`.
final class OneOf: Applicator {
  let inPlace: [Schema.NodeID]

  init(_ branches: [Schema.NodeID]) { inPlace = branches }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    var violations: [Violation] = []
    var fitting: Int?
    for place in inPlace.indices {
      if let violation = try walk.check(inPlace[place], value) {
        violations.append(violation)
      } else if let first = fitting {
        return walk.violation("oneOf", "fits both schema \(first) and schema \(place) of oneOf, expected one")
      } else {
        fitting = place
      }
    }
    return fitting == nil ? walk.nearest(violations, of: "oneOf") : nil
  }
}

/// `not`.
final class Not: Applicator {
  let node: Schema.NodeID

  init(_ node: Schema.NodeID) { self.node = node }

  var inPlace: [Schema.NodeID] { [node] }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    let fits = try walk.check(node, value) == nil
    return walk.demand(!fits, "not", "expected what does not fit the schema of not")
  }
}

/// `if`, `then` and `else`.
final class Conditional: Applicator {
  let condition: Schema.NodeID
  let then: Schema.NodeID?
  let otherwise: Schema.NodeID?

  init(_ condition: Schema.NodeID, then: Schema.NodeID?, otherwise: Schema.NodeID?) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
  }

  var inPlace: [Schema.NodeID] { [condition] + [then, otherwise].compactMap { $0 } }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    let holds = try walk.check(condition, value) == nil
    guard let node = holds ? then : otherwise else { return nil }
    return try walk.check(node, value)
  }
}

extension Validation {
  /// The violation that lies deepest: most likely of the branch that was meant.
  fileprivate func nearest(_ violations: [Violation], of keyword: String) -> Violation {
    guard explains, var nearest = violations.first else { return .unexplained }
    for violation in violations where violation.place.tokens.count > nearest.place.tokens.count { nearest = violation }
    let choice = violations.count > 1 ? " (nearest of the \(violations.count) schemas of \(keyword))" : ""
    return Violation(nearest.message + choice, keyword: keyword, at: nearest.place)
  }
}
