internal import JSON

/// `minProperties` or `maxProperties`.
final class ObjectSize: Assertion {
  let bound: Int
  let side: Side

  init(_ side: Side, _ bound: Int) {
    self.bound = bound
    self.side = side
  }

  func check(_ value: JSONView.Index, in walk: inout Validation) -> Violation? {
    guard walk.view.isObject(value) else { return nil }
    let count = walk.view.memberCount(value)
    return switch side {
    case .least:
      walk.demand(count >= bound, "minProperties", "expected at least \(counted(bound, "member")), found \(count)")
    case .most:
      walk.demand(count <= bound, "maxProperties", "expected at most \(counted(bound, "member")), found \(count)")
    }
  }
}

/// `required`.
final class Required: Assertion {
  let names: JSONNames

  init(_ names: JSONNames) { self.names = names }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard walk.view.isObject(value), let missing = try walk.firstMissing(names, in: value) else { return nil }
    return walk.violation("required", "the member \(JSON.string(names.text(missing)).brief) is missing")
  }
}

/// `dependentRequired`, and the names of draft-07's `dependencies`.
final class DependentRequired: Assertion {
  let dependencies: [Schema.Dependency<JSONNames>]

  init(_ dependencies: [Schema.Dependency<JSONNames>]) { self.dependencies = dependencies }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    for dependency in dependencies where try walk.has(value, dependency.member) {
      guard let missing = try walk.firstMissing(dependency.owed, in: value) else { continue }
      let (owed, member) = (dependency.owed.text(missing), dependency.member.text)
      return walk.violation(
        "dependentRequired",
        "the member \(JSON.string(owed).brief) is missing beside \(JSON.string(member).brief)")
    }
    return nil
  }
}

extension Validation {
  /// The first of some names that an object does not have.
  ///
  /// Both mostly follow the order of the schema, so that each name is looked for from the member
  /// on that the one before was found at, and only then from the first.
  mutating func firstMissing(_ names: JSONNames, in object: JSONView.Index) throws(ValidationFault) -> Int? {
    var following = view.members(object)
    for place in 0..<names.count {
      if find(names, place, &following) { continue }
      following = view.members(object)
      try count(view.elementCount(object) / 16)
      if !find(names, place, &following) { return place }
    }
    return nil
  }

  private func find(_ names: JSONNames, _ place: Int, _ members: inout JSONView.Members) -> Bool {
    while let (key, _) = members.next() {
      if names.holds(key, of: view, at: place) { return true }
    }
    return false
  }

  /// Whether a value is an object with such a member.
  mutating func has(_ value: JSONView.Index, _ name: JSONName) throws(ValidationFault) -> Bool {
    guard view.isObject(value) else { return false }
    try count(view.elementCount(value) / 16)
    return view.member(value, name) != nil
  }
}
