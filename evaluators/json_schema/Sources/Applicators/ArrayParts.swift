internal import JSON

/// `prefixItems` and `items`, or draft-07's array of `items` and `additionalItems`.
final class Items: Applicator {
  let prefix: [Schema.NodeID]
  let rest: Schema.NodeID?

  init(prefix: [Schema.NodeID], rest: Schema.NodeID?) {
    self.prefix = prefix
    self.rest = rest
  }

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard walk.view.isArray(value) else { return nil }
    var place = 0
    for element in walk.view.elements(value) {
      guard let node = place < prefix.count ? prefix[place] : rest else { return nil }
      if let violation = try walk.check(node, element, at: "\(place)") { return violation }
      place += 1
    }
    return nil
  }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    guard walk.view.isArray(value) else { return }
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

  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation? {
    guard walk.view.isArray(value) else { return nil }
    var found = 0
    for element in walk.view.elements(value) where try walk.check(node, element) == nil { found += 1 }
    return walk.demand(
      found >= least, least == 1 ? "contains" : "minContains",
      "expected at least \(counted(least, "element")) that fits the schema of contains, found \(found)")
      ?? walk.demand(
        found <= most, "maxContains",
        "expected at most \(counted(most, "element")) that fits the schema of contains, found \(found)")
  }

  func mark(_ value: JSONView.Index, _ marks: inout Marks, in walk: inout Validation) throws(ValidationFault) {
    guard counts, walk.view.isArray(value) else { return }
    for (place, element) in walk.view.elements(value).enumerated() where try walk.check(node, element) == nil {
      marks.mark(place)
    }
  }
}
