internal import JSON
internal import Patterns

/// `properties`, `patternProperties` and `additionalProperties`.
final class Members: Applicator {
  /// One schema for each name.
  let named: [JSONKey: [Schema.NodeID]]
  let matching: [(pattern: Pattern, node: Schema.NodeID)]
  /// The schema for members that neither names; none if they may be anything.
  let others: [Schema.NodeID]
  /// No other members may be there.
  let isClosed: Bool

  init(
    named: [JSONKey: [Schema.NodeID]], matching: [(pattern: Pattern, node: Schema.NodeID)],
    others: [Schema.NodeID], isClosed: Bool
  ) {
    self.named = named
    self.matching = matching
    self.others = others
    self.isClosed = isClosed
  }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard case .object(let object) = value else { return nil }
    for member in object.members {
      if let violation = try check(member, in: &walk) { return violation }
    }
    return nil
  }

  private func check(_ member: JSONObject.Member, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    let judges = try judges(of: member.key, in: walk)
    if judges.isEmpty, isClosed {
      return walk.violation("additionalProperties", "the schema has no such member", at: member.key)
    }
    for node in judges.isEmpty ? others : judges {
      if let violation = try walk.check(node, member.value, at: member.key) { return violation }
    }
    return nil
  }

  /// The schemas for a member by its name.
  private func judges(of key: String, in walk: borrowing Validation) throws(ValidationFault) -> [Schema.NodeID] {
    var nodes = named[JSONKey(key)] ?? []
    for (pattern, node) in matching where try walk.matches(pattern, key) { nodes.append(node) }
    return nodes
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
}
