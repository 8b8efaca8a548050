internal import JSON

/// One walk of a value along a schema, bounded in depth and in steps whatever the two are.
///
/// It is done twice at most: the first walk only finds whether the value fits, and keeps no
/// places; the second explains.
struct Validation: ~Copyable {
  /// Schemas inside each other, counting those that judge the same value. What fits the stack
  /// of a thread in the pool.
  static let deepest = 128
  /// A schema that tries several branches at each level may take exponential time.
  static let mostSteps = 2_000_000

  let schema: Schema
  /// The value that is validated, the whole.
  let view: JSONView
  let explains: Bool
  /// Where the walk is; kept up only by a walk that explains.
  var place: [String] = []
  private var depth = 0
  private var steps = 0
  /// The resources that the walk has come through, outermost first; kept up only for `$dynamicRef`.
  private var scope: [SchemaResource.ID] = []

  init(_ schema: Schema, _ view: JSONView, explains: Bool) {
    self.schema = schema
    self.view = view
    self.explains = explains
  }

  /// What the value of a tape does not meet; nil if it fits.
  static func violation(of schema: Schema, by view: JSONView) throws(ValidationFault) -> Violation? {
    var quick = Validation(schema, view, explains: false)
    guard try quick.check(schema.root, 0) != nil else { return nil }
    var thorough = Validation(schema, view, explains: true)
    return try thorough.check(schema.root, 0)
  }

  /// Whether a value fits a node, and if not, why.
  mutating func check(_ node: Schema.NodeID, _ value: JSONView.Index) throws(ValidationFault) -> Violation? {
    let node = schema.nodes[node]
    if let violation = try checkAssertions(of: node, value) { return violation }
    if node.applicators.isEmpty { return nil }
    let enters = try enter(node)
    defer { leave(enters) }
    for applicator in node.applicators {
      if let violation = try applicator.check(value, in: &self) { return violation }
    }
    return nil
  }

  /// Notes what a node has looked at of a value that fits it.
  mutating func mark(
    _ node: Schema.NodeID, _ value: JSONView.Index, _ marks: inout Marks, without skipped: (any Applicator)? = nil
  ) throws(ValidationFault) {
    let node = schema.nodes[node]
    try count(1)
    let enters = try enter(node)
    defer { leave(enters) }
    for applicator in node.applicators where applicator !== skipped { try applicator.mark(value, &marks, in: &self) }
  }

  /// As `mark`, if the value fits the node, and whether it does.
  mutating func markIfFitting(
    _ node: Schema.NodeID, _ value: JSONView.Index, _ marks: inout Marks
  ) throws(ValidationFault) -> Bool {
    guard try check(node, value) == nil else { return false }
    try mark(node, value, &marks)
    return true
  }

  /// The outermost schema of a name that the walk has come by.
  func dynamicTarget(_ name: JSONKey) -> Schema.NodeID? {
    for resource in scope {
      if let node = schema.dynamicAnchors[resource][name] { return node }
    }
    return nil
  }

  /// True if this is another resource than that around it.
  private mutating func enter(_ node: Schema.Node) throws(ValidationFault) -> Bool {
    guard depth < Self.deepest else { throw .tooDeep }
    depth += 1
    guard !schema.dynamicAnchors.isEmpty, scope.last != node.resource else { return false }
    scope.append(node.resource)
    return true
  }

  private mutating func leave(_ entered: Bool) {
    depth -= 1
    if entered { scope.removeLast() }
  }

  /// As `check`, for a part of the value.
  mutating func check(
    _ node: Schema.NodeID, _ part: JSONView.Index, at token: @autoclosure () -> String
  ) throws(ValidationFault) -> Violation? {
    if explains { place.append(token()) }
    defer { if explains { place.removeLast() } }
    return try check(node, part)
  }

  /// Counts steps of the walk.
  mutating func count(_ more: Int) throws(ValidationFault) {
    steps += more
    guard steps <= Self.mostSteps else { throw .tooManySteps }
  }

  /// A violation of the value where the walk is.
  func violation(_ keyword: String, _ message: @autoclosure () -> String) -> Violation {
    explains ? Violation(message(), keyword: keyword, at: JSONPointer(place)) : .unexplained
  }

  /// A violation of a part of the value.
  func violation(_ keyword: String, _ message: @autoclosure () -> String, at token: String) -> Violation {
    explains ? Violation(message(), keyword: keyword, at: JSONPointer(place + [token])) : .unexplained
  }

  /// A violation if something does not hold.
  func demand(_ holds: Bool, _ keyword: String, _ message: @autoclosure () -> String) -> Violation? {
    holds ? nil : violation(keyword, message())
  }
}
