internal import JSON
internal import Patterns

/// `properties`, `patternProperties` and `additionalProperties`.
final class Members: Applicator {
  /// One schema for each name.
  let named: NameTable
  let matching: [(pattern: Pattern, node: Schema.NodeID)]
  /// The schema for members that neither names; nil if they may be anything.
  let others: Schema.NodeID?
  /// No other members may be there.
  let isClosed: Bool

  init(
    named: [JSONKey: Schema.NodeID], matching: [(pattern: Pattern, node: Schema.NodeID)],
    others: Schema.NodeID?, isClosed: Bool
  ) {
    self.named = NameTable(named)
    self.matching = matching
    self.others = others
    self.isClosed = isClosed
  }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard walk.view.isObject(value) else { return nil }
    var hint = 0
    for (key, part) in walk.view.members(value) {
      if let violation = try check(key, part, &hint, in: &walk) { return violation }
    }
    return nil
  }

  private func check(
    _ key: JSONView.Index, _ part: JSONView.Index, _ hint: inout Int, in walk: inout Validation
  ) throws(ValidationFault) -> Violation? {
    var isNamed = false
    let view = walk.view
    if let node = named.node(key, of: view, hint: &hint) {
      if let violation = try walk.check(node, part, at: view.string(key)) { return violation }
      isNamed = true
    }
    for (pattern, node) in matching where try walk.matches(pattern, key) {
      if let violation = try walk.check(node, part, at: view.string(key)) { return violation }
      isNamed = true
    }
    if isNamed { return nil }
    if isClosed { return walk.violation("additionalProperties", "the schema has no such member", at: view.string(key)) }
    guard let others else { return nil }
    return try walk.check(others, part, at: view.string(key))
  }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    guard walk.view.isObject(value) else { return }
    if others != nil { return marks.markAll() }
    var hint = 0
    for (place, (key, _)) in walk.view.members(value).enumerated() {
      var isNamed = named.node(key, of: walk.view, hint: &hint) != nil
      for (pattern, _) in matching where !isNamed { isNamed = try walk.matches(pattern, key) }
      if isNamed { marks.mark(place) }
    }
  }
}

/// `propertyNames`.
final class PropertyNames: Applicator {
  let node: Schema.NodeID

  init(_ node: Schema.NodeID) { self.node = node }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard walk.view.isObject(value) else { return nil }
    for (key, _) in walk.view.members(value) {
      guard let inner = try walk.check(node, key) else { continue }
      return walk.violation("propertyNames", "the name of the member \(walk.view.brief(key)): \(inner.message)")
    }
    return nil
  }
}

/// `dependentSchemas`, and the schemas of draft-07's `dependencies`.
final class DependentSchemas: Applicator {
  let dependencies: [Schema.Dependency<Schema.NodeID>]

  init(_ dependencies: [Schema.Dependency<Schema.NodeID>]) { self.dependencies = dependencies }

  var inPlace: [Schema.NodeID] { dependencies.map(\.owed) }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    for dependency in dependencies where try walk.has(value, dependency.member) {
      if let violation = try walk.check(dependency.owed, value) { return violation }
    }
    return nil
  }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    for dependency in dependencies where try walk.has(value, dependency.member) {
      try walk.mark(dependency.owed, value, &marks)
    }
  }
}
