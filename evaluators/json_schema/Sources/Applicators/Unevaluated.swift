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

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard let count = count(of: value, walk.view) else { return nil }
    var marks = Marks(count: count)
    try walk.mark(host, value, &marks, without: self)
    if areItems {
      for (place, part) in walk.view.elements(value).enumerated() where !marks.seen[place] {
        if let violation = try check(part, at: "\(place)", in: &walk) { return violation }
      }
    } else {
      let view = walk.view
      for (place, (key, part)) in view.members(value).enumerated() where !marks.seen[place] {
        if let violation = try check(part, at: view.string(key), in: &walk) { return violation }
      }
    }
    return nil
  }

  private func check(
    _ part: JSONView.Index, at token: @autoclosure () -> String, in walk: inout Validation
  ) throws(ValidationFault) -> Violation? {
    if walk.schema.nodes[node].isNever {
      return areItems
        ? walk.violation("unevaluatedItems", "the schema has no such element", at: token())
        : walk.violation("unevaluatedProperties", "the schema has no such member", at: token())
    }
    return try walk.check(node, part, at: token())
  }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    if count(of: value, walk.view) != nil { marks.markAll() }
  }

  /// Nil for what this keyword does not judge.
  private func count(of value: JSONView.Index, _ view: JSONView) -> Int? {
    if areItems { return view.isArray(value) ? view.elementCount(value) : nil }
    return view.isObject(value) ? view.memberCount(value) : nil
  }
}
