internal import JSON

/// `unevaluatedItems` or `unevaluatedProperties`: a schema for the parts that no other schema of
/// the same value has looked at (Core 2020-12, section 11).
///
/// It asks the keywords beside it anew what they have looked at, so that schemas without it pay
/// nothing for it.
final class Unevaluated: Applicator {
  let host: Schema.NodeID
  let node: Schema.NodeID
  let areItems: Bool

  init(of host: Schema.NodeID, _ node: Schema.NodeID, areItems: Bool) {
    self.host = host
    self.node = node
    self.areItems = areItems
  }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard let count = count(of: value) else { return nil }
    var marks = Marks(count: count)
    try walk.mark(host, value, &marks, without: self)
    for place in marks.seen.indices where !marks.seen[place] {
      if let violation = try check(place, of: value, in: &walk) { return violation }
    }
    return nil
  }

  private func check(_ place: Int, of value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    let (part, token): (JSON, String)
    switch value {
    case .array(let elements): (part, token) = (elements[place], "\(place)")
    case .object(let object): (part, token) = (object.members[place].value, object.members[place].key)
    default: return nil
    }
    if walk.schema.nodes[node].isNever {
      return areItems
        ? walk.violation("unevaluatedItems", "the schema has no such element", at: token)
        : walk.violation("unevaluatedProperties", "the schema has no such member", at: token)
    }
    return try walk.check(node, part, at: token)
  }

  func mark(_ value: JSON, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    if count(of: value) != nil { marks.markAll() }
  }

  private func count(of value: JSON) -> Int? {
    switch value {
    case .array(let elements): areItems ? elements.count : nil
    case .object(let object): areItems ? nil : object.count
    default: nil
    }
  }
}
