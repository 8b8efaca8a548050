internal import JSON
internal import Patterns

/// A JSON Schema, compiled once: a table of nodes that name each other by their index, so that
/// a schema may refer to itself.
struct Schema: Sendable {
  typealias NodeID = Int

  /// What one schema of the document demands of a value; nothing, if both lists are empty.
  ///
  /// A class, so that a walk takes one reference and not two arrays.
  final class Node: Sendable {
    /// `false`: no value fits.
    let isNever: Bool
    /// Tried before all else: a wrong type says more than what follows from it. Nil for any.
    let types: JSONTypes?
    /// Tried next: they cost least.
    let assertions: [Assertion]
    let applicators: [any Applicator]
    /// What it is a part of: the scope of `$dynamicRef`.
    let resource: SchemaResource.ID

    init(
      isNever: Bool, types: JSONTypes?, assertions: [Assertion], applicators: [any Applicator],
      resource: SchemaResource.ID
    ) {
      self.isNever = isNever
      self.types = types
      self.assertions = assertions
      self.applicators = applicators
      self.resource = resource
    }
  }

  let nodes: [Node]
  /// The whole document.
  let root: NodeID = 0
  /// Of each resource, the nodes that a `$dynamicRef` may find; empty if there is none.
  let dynamicAnchors: [[JSONKey: NodeID]]
  /// What is ignored, and may be a slip of the pen.
  let warnings: [SchemaProblem]
}

extension Schema {
  /// A keyword that judges a value by itself (Validation 2020-12, section 6).
  enum Assertion: Sendable {
    case constant(JSON)
    case oneOfValues([JSON])

    case multipleOf(JSONNumber)
    case minimum(JSONNumber, isExclusive: Bool)
    case maximum(JSONNumber, isExclusive: Bool)

    case minLength(Int)
    case maxLength(Int)
    case pattern(Pattern)
    case format(Format)

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
