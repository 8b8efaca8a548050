internal import JSON
internal import Patterns

/// A JSON Schema, compiled once: a table of nodes that name each other by their index, so that
/// a schema may refer to itself.
struct Schema: Sendable {
  typealias NodeID = Int

  /// What one schema of the document demands of a value; nothing, if both lists are empty.
  struct Node: Sendable {
    /// `false`: no value fits.
    var isNever = false
    /// Tried first: they cost least.
    var assertions: [Assertion] = []
    var applicators: [any Applicator] = []
  }

  let nodes: [Node]
  /// The whole document.
  let root: NodeID = 0
}

extension Schema {
  /// A keyword that judges a value by itself (Validation 2020-12, section 6).
  enum Assertion: Sendable {
    case types(JSONTypes)
    case constant(JSON)
    case oneOfValues([JSON])

    case multipleOf(JSONNumber)
    case minimum(JSONNumber, isExclusive: Bool)
    case maximum(JSONNumber, isExclusive: Bool)

    case minLength(Int)
    case maxLength(Int)
    case pattern(Pattern)

    case minItems(Int)
    case maxItems(Int)
    case uniqueItems

    case minProperties(Int)
    case maxProperties(Int)
    case required([String])
    case dependentRequired([Dependency<[String]>])
  }

  /// What an object owes if it has a member.
  struct Dependency<Owed: Sendable>: Sendable {
    let member: String
    let owed: Owed
  }
}
