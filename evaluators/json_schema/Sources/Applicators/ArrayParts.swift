internal import JSON

/// `prefixItems` and `items`, or draft-07's array of `items` and `additionalItems`.
final class Items: Applicator {
  let prefix: [Schema.NodeID]
  let rest: Schema.NodeID?

  init(prefix: [Schema.NodeID], rest: Schema.NodeID?) {
    self.prefix = prefix
    self.rest = rest
  }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard case .array(let elements) = value else { return nil }
    for place in elements.indices {
      guard let node = place < prefix.count ? prefix[place] : rest else { return nil }
      if let violation = try walk.check(node, elements[place], at: "\(place)") { return violation }
    }
    return nil
  }

  func mark(_ value: JSON, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    guard case .array = value else { return }
    if rest != nil { marks.markAll() } else { prefix.indices.forEach { marks.mark($0) } }
  }
}

/// `contains`, `minContains` and `maxContains`.
final class Contains: Applicator {
  let node: Schema.NodeID
  let least: Int
  let most: Int
  /// Whether elements that fit count as looked at: from 2020-12 on.
  let counts: Bool

  init(_ node: Schema.NodeID, atLeast least: Int, atMost most: Int, counts: Bool) {
    self.node = node
    self.least = least
    self.most = most
    self.counts = counts
  }

  func check(_ value: JSON, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard case .array(let elements) = value else { return nil }
    var found = 0
    for element in elements where try walk.check(node, element) == nil { found += 1 }
    return walk.demand(
      found >= least, least == 1 ? "contains" : "minContains",
      "expected at least \(counted(least, "element")) that fits the schema of contains, found \(found)")
      ?? walk.demand(
        found <= most, "maxContains",
        "expected at most \(counted(most, "element")) that fits the schema of contains, found \(found)")
  }

  func mark(_ value: JSON, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    guard counts, case .array(let elements) = value else { return }
    for place in elements.indices where try walk.check(node, elements[place]) == nil { marks.mark(place) }
  }
}
