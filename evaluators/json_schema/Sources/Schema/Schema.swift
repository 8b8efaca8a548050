internal import JSON

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
    let assertions: [any Assertion]
    let applicators: [any Applicator]
    /// What it is a part of: the scope of `$dynamicRef`.
    let resource: SchemaResource.ID

    init(
      isNever: Bool, types: JSONTypes?, assertions: [any Assertion], applicators: [any Applicator],
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
  /// What an object owes if it has a member.
  struct Dependency<Owed: Sendable>: Sendable {
    let member: JSONName
    let owed: Owed
  }
}
