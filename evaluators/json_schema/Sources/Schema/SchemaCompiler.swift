internal import JSON

/// Compiles a document to a `Schema`, or says everything that is wrong with it.
///
/// Schemas wait in a queue instead of being compiled by recursion, so that no document is too
/// deep. `$ref` is resolved by place: what it points to is compiled once, wherever it stands.
struct SchemaCompiler {
  /// A schema inside the document that is to be compiled.
  struct Site {
    let node: Schema.NodeID
    let object: JSONObject
    let place: JSONPointer
  }

  let document: JSON
  let dialect: Dialect
  /// `$id` of the whole document, without a fragment.
  let base: String?
  private(set) var problems: [SchemaProblem] = []
  var anchors: [JSONKey: Schema.NodeID] = [:]
  var references: [PendingReference] = []

  private var nodes: [Schema.Node] = []
  private var nodeAt: [JSONPointer: Schema.NodeID] = [:]
  private var queue: [Site] = []

  /// Throws all problems that were found, at least one. `unstated` is the dialect of a document
  /// that does not name its own.
  static func compile(_ document: JSON, unstated: Dialect = .unstated) throws(SchemaProblems) -> Schema {
    var compiler = SchemaCompiler(document, unstated)
    compiler.run()
    guard compiler.problems.isEmpty else { throw SchemaProblems(all: compiler.problems) }
    return Schema(nodes: compiler.nodes)
  }

  private init(_ document: JSON, _ unstated: Dialect) {
    self.document = document
    dialect = document["$schema"]?.string.flatMap(Dialect.init(naming:)) ?? unstated
    base = document["$id"]?.string.map { String($0.prefix { $0 != "#" }) }
  }

  private mutating func run() {
    _ = node(for: document, at: JSONPointer())
    repeat {
      while let site = queue.popLast() { compile(site) }
      resolveReferences()
    } while !queue.isEmpty
    if problems.isEmpty { refuseEndlessReferences(nodes) }
  }

  /// The node of a schema at a place of the document; it is compiled later.
  mutating func node(for schema: JSON, at place: JSONPointer) -> Schema.NodeID {
    if let known = nodeAt[place] { return known }
    let id = nodes.count
    nodeAt[place] = id
    switch schema {
    case .bool(let allows): nodes.append(Schema.Node(isNever: !allows))
    case .object(let object):
      nodes.append(Schema.Node())
      queue.append(Site(node: id, object: object, place: place))
    default:
      nodes.append(Schema.Node(isNever: true))
      report("must be a schema: an object, true or false; found \(schema.kind)", at: place)
    }
    return id
  }

  /// Adds a keyword, if it was well-formed, to the node that it stands in.
  mutating func add(_ assertion: Schema.Assertion?, to site: Site) {
    guard let assertion else { return }
    // A wrong type says more than what follows from it.
    if case .types = assertion {
      nodes[site.node].assertions.insert(assertion, at: 0)
    } else {
      nodes[site.node].assertions.append(assertion)
    }
  }

  mutating func add(_ applicator: any Applicator, to node: Schema.NodeID) {
    nodes[node].applicators.append(applicator)
  }

  /// Where the schema of a node stands.
  func place(of node: Schema.NodeID) -> JSONPointer {
    nodeAt.first { $0.value == node }?.key ?? JSONPointer()
  }

  mutating func report(_ message: String, at place: JSONPointer) {
    problems.append(SchemaProblem(place: place, message: message))
  }

  private mutating func compile(_ site: Site) {
    // In draft-07 `$ref` hides what stands beside it (Core draft-07, section 8.3).
    if dialect == .draft7, let reference = site.object["$ref"] {
      _ = compileReference("$ref", reference, of: site)
      return
    }
    for member in site.object.members {
      let (name, value) = (member.key, member.value)
      if let advice = dialect.instead(of: name) {
        report("'\(name)' \(advice)", at: site.place.appending(name))
        continue
      }
      let isKnown =
        compileScalarKeyword(name, value, of: site) || compileArrayKeyword(name, value, of: site)
        || compileObjectKeyword(name, value, of: site) || compileApplicator(name, value, of: site)
        || compileReference(name, value, of: site) || Self.annotations.contains(name)
      if !isKnown {
        report("the keyword '\(shortened(name))' is not known or not supported yet", at: site.place.appending(name))
      }
    }
  }

  /// Keywords that demand nothing of a value.
  private static let annotations: Set<String> = [
    "$comment", "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly", "format",
    "contentEncoding", "contentMediaType", "contentSchema",
  ]
}

/// All that is wrong with a schema.
struct SchemaProblems: Error {
  let all: [SchemaProblem]
}
