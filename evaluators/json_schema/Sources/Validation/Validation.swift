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
  let explains: Bool
  /// Where the walk is; kept up only by a walk that explains.
  var place: [String] = []
  private var depth = 0
  private var steps = 0

  init(_ schema: Schema, explains: Bool) {
    self.schema = schema
    self.explains = explains
  }

  /// What a value does not meet; nil if it fits.
  static func violation(of schema: Schema, by value: JSON) throws(ValidationFault) -> Violation? {
    var quick = Validation(schema, explains: false)
    guard try quick.check(schema.root, value) != nil else { return nil }
    var thorough = Validation(schema, explains: true)
    return try thorough.check(schema.root, value)
  }

  /// Whether a value fits a node, and if not, why.
  mutating func check(_ node: Schema.NodeID, _ value: JSON) throws(ValidationFault) -> Violation? {
    if let violation = try checkAssertions(of: node, value) { return violation }
    guard depth < Self.deepest else { throw .tooDeep }
    depth += 1
    defer { depth -= 1 }
    for applicator in schema.nodes[node].applicators {
      if let violation = try applicator.check(value, in: &self) { return violation }
    }
    return nil
  }

  /// As `check`, for a part of the value.
  mutating func check(
    _ node: Schema.NodeID, _ part: JSON, at token: @autoclosure () -> String
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
