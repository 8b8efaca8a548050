internal import JSON

/// `$ref`.
final class Reference: Applicator {
  let target: Schema.NodeID

  init(to target: Schema.NodeID) { self.target = target }

  var inPlace: [Schema.NodeID] { [target] }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    try walk.check(target, value)
  }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    try walk.mark(target, value, &marks)
  }
}

/// `$dynamicRef` or `$recursiveRef` that looks for a name along the way that the walk has come.
final class DynamicReference: Applicator {
  /// What the reference means by itself.
  let target: Schema.NodeID
  let name: JSONKey

  init(to target: Schema.NodeID, named name: JSONKey) {
    self.target = target
    self.name = name
  }

  var inPlace: [Schema.NodeID] { [target] }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    try walk.check(walk.dynamicTarget(name) ?? target, value)
  }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    try walk.mark(walk.dynamicTarget(name) ?? target, value, &marks)
  }
}

/// `allOf`.
final class AllOf: Applicator {
  let inPlace: [Schema.NodeID]

  init(_ branches: [Schema.NodeID]) { inPlace = branches }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    for branch in inPlace {
      if let violation = try walk.check(branch, value) { return violation }
    }
    return nil
  }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    for branch in inPlace { try walk.mark(branch, value, &marks) }
  }
}

/// `anyOf`.
final class AnyOf: Applicator {
  let inPlace: [Schema.NodeID]

  init(_ branches: [Schema.NodeID]) { inPlace = branches }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    var violations: [Violation] = []
    for branch in inPlace {
      guard let violation = try walk.check(branch, value) else { return nil }
      violations.append(violation)
    }
    return walk.nearest(violations, of: "anyOf")
  }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    for branch in inPlace { _ = try walk.markIfFitting(branch, value, &marks) }
  }
}

/// `oneOf`.
final class OneOf: Applicator {
  let inPlace: [Schema.NodeID]

  init(_ branches: [Schema.NodeID]) { inPlace = branches }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
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

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    for branch in inPlace { _ = try walk.markIfFitting(branch, value, &marks) }
  }
}

/// `not`.
final class Not: Applicator {
  let node: Schema.NodeID

  init(_ node: Schema.NodeID) { self.node = node }

  var inPlace: [Schema.NodeID] { [node] }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
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

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    if then == nil, otherwise == nil { return nil }
    let holds = try walk.check(condition, value) == nil
    guard let node = holds ? then : otherwise else { return nil }
    return try walk.check(node, value)
  }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    let holds = try walk.markIfFitting(condition, value, &marks)
    if let node = holds ? then : otherwise { try walk.mark(node, value, &marks) }
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
