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

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard case .object(let object) = value else { return nil }
    var place = 0
    for member in object.members {
      if let violation = try check(member, at: place, in: &walk) { return violation }
      place += 1
    }
    return nil
  }

  private func check(
    _ member: JSONObject.Member, at place: Int, in walk: inout Validation
  ) throws(ValidationFault) -> Violation? {
    var isNamed = false
    if let node = named.node(member.key, hint: place) {
      if let violation = try walk.check(node, member.value, at: member.key) { return violation }
      isNamed = true
    }
    for (pattern, node) in matching where try walk.matches(pattern, member.key) {
      if let violation = try walk.check(node, member.value, at: member.key) { return violation }
      isNamed = true
    }
    if isNamed { return nil }
    if isClosed { return walk.violation("additionalProperties", "the schema has no such member", at: member.key) }
    guard let others else { return nil }
    return try walk.check(others, member.value, at: member.key)
  }

  func mark(_ value: JSON, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    guard case .object(let object) = value else { return }
    if others != nil { return marks.markAll() }
    for (place, member) in object.members.enumerated() {
      var isNamed = named.node(member.key, hint: place) != nil
      for (pattern, _) in matching where !isNamed { isNamed = try walk.matches(pattern, member.key) }
      if isNamed { marks.mark(place) }
    }
  }
}

/// `propertyNames`.
final class PropertyNames: Applicator {
  let node: Schema.NodeID

  init(_ node: Schema.NodeID) { self.node = node }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard case .object(let object) = value else { return nil }
    for key in object.keys {
      guard let inner = try walk.check(node, .string(key)) else { continue }
      return walk.violation("propertyNames", "the name of the member \(JSON.string(key).brief): \(inner.message)")
    }
    return nil
  }
}

/// `dependentSchemas`, and the schemas of draft-07's `dependencies`.
final class DependentSchemas: Applicator {
  let dependencies: [Schema.Dependency<Schema.NodeID>]

  init(_ dependencies: [Schema.Dependency<Schema.NodeID>]) { self.dependencies = dependencies }

  var inPlace: [Schema.NodeID] { dependencies.map(\.owed) }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    for dependency in dependencies where value[dependency.member] != nil {
      if let violation = try walk.check(dependency.owed, value) { return violation }
    }
    return nil
  }

  func mark(_ value: JSON, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    for dependency in dependencies where value[dependency.member] != nil {
      try walk.mark(dependency.owed, value, &marks)
    }
  }
}
