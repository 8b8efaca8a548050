internal import JSON

/// Compiles a document to a `Schema`, or says everything that is wrong with it.
///
/// Schemas wait in a queue instead of being compiled by recursion, so that no document is too
/// deep. `$ref` is resolved by place: what it points to is compiled once, wherever it stands.
struct SchemaCompiler {
  /// What a schema is read with, beside its own text.
  struct Options {
    /// Of documents that do not name their own.
    var dialect = Dialect.unstated
    /// `format` demands something.
    var assertsFormats = false
    var library = SchemaLibrary.standard
  }

  /// A schema inside a document that is to be compiled.
  struct Site {
    let node: Schema.NodeID
    /// Without keywords that mean nothing in its dialect.
    let object: JSONObject
    let place: SchemaPlace
    let dialect: Dialect
  }

  /// A node while it is put together.
  struct NodeParts {
    let resource: SchemaResource.ID
    var isNever = false
    var types: JSONTypes?
    var assertions: [any Assertion] = []
    var applicators: [any Applicator] = []

    var node: Schema.Node {
      // What is left over is known when all else has been tried.
      let last = applicators.filter { $0 is Unevaluated }
      let first = last.isEmpty ? applicators : applicators.filter { !($0 is Unevaluated) }
      return Schema.Node(
        isNever: isNever, types: types, assertions: assertions, applicators: first + last, resource: resource)
    }
  }

  let options: Options
  private(set) var problems: [SchemaProblem] = []
  private(set) var warnings: [SchemaProblem] = []

  // What `SchemaCompiler+Documents` finds.
  var documents: [(uri: String, value: JSON)] = []
  var resources: [SchemaResource] = []
  var resourceByURI: [String: SchemaResource.ID] = [:]
  var resourceAt: [SchemaLocation: SchemaResource.ID] = [:]

  var references: [PendingReference] = []
  /// The names that `$dynamicRef` looks for.
  var dynamicNames: Set<JSONKey> = []

  private(set) var nodes: [NodeParts] = []
  private var nodeAt: [SchemaLocation: Schema.NodeID] = [:]
  private var places: [SchemaPlace] = []
  private var queue: [Site] = []

  /// Throws all problems that were found, at least one.
  static func compile(_ document: JSON, _ options: Options = Options()) throws(SchemaProblems) -> Schema {
    var compiler = SchemaCompiler(options: options)
    compiler.run(document)
    guard compiler.problems.isEmpty else { throw SchemaProblems(all: compiler.problems) }
    return compiler.finished()
  }

  private init(options: Options) { self.options = options }

  private mutating func run(_ document: JSON) {
    let root = addDocument(document, uri: "", dialect: options.dialect)
    _ = node(for: document, at: resources[root].root)
    repeat {
      while let site = queue.popLast() { compile(site) }
      resolveReferences()
      if queue.isEmpty { compileDynamicAnchors() }
    } while !queue.isEmpty || !references.isEmpty
    if problems.isEmpty { refuseEndlessReferences(nodes) }
  }

  private func finished() -> Schema {
    let dynamic = resources.map { resource in
      var anchors: [JSONKey: Schema.NodeID] = [:]
      for name in dynamicNames {
        anchors[name] = resource.dynamicAnchors[name].flatMap { nodeAt[$0.location] }
      }
      return anchors
    }
    return Schema(
      nodes: nodes.map(\.node), dynamicAnchors: dynamicNames.isEmpty ? [] : dynamic, warnings: warnings)
  }

  /// The node of a schema at a place of a document; it is compiled later.
  mutating func node(for schema: JSON, at place: SchemaPlace) -> Schema.NodeID {
    if let known = nodeAt[place.location] { return known }
    let resource = resourceAt[place.location] ?? place.resource
    let place = SchemaPlace(document: place.document, resource: resource, pointer: place.pointer)
    let id = nodes.count
    nodeAt[place.location] = id
    places.append(place)
    nodes.append(NodeParts(resource: resource))
    let dialect = resources[resource].dialect
    switch schema {
    case .bool(let allows) where dialect.draft > .draft4 || isAdditional(place): nodes[id].isNever = !allows
    case .object(let object): queue.append(site(id, object, place, dialect))
    case .bool: report("must be a schema: an object; draft-04 has no true or false", at: place)
    default: report("must be a schema: an object, true or false; found \(schema.kind)", at: place)
    }
    return id
  }

  /// Where draft-04 allows true and false.
  private func isAdditional(_ place: SchemaPlace) -> Bool {
    place.pointer.tokens.last == "additionalProperties" || place.pointer.tokens.last == "additionalItems"
  }

  private mutating func site(
    _ node: Schema.NodeID, _ object: JSONObject, _ place: SchemaPlace, _ dialect: Dialect
  ) -> Site {
    // A reference that stands alone hides all else.
    if dialect.referencesStandAlone, let reference = object["$ref"], reference.string != nil {
      return Site(node: node, object: JSONObject([("$ref", reference)]), place: place, dialect: dialect)
    }
    guard object.keys.contains(where: { !dialect.has($0) }) else {
      return Site(node: node, object: object, place: place, dialect: dialect)
    }
    var known = JSONObject()
    for member in object.members {
      if dialect.has(member.key) {
        known[member.key] = member.value
      } else if place.document == 0 {
        warnings.append(
          SchemaProblem(place: place.pointer.appending(member.key), message: dialect.complaint(about: member.key)))
      }
    }
    return Site(node: node, object: known, place: place, dialect: dialect)
  }

  /// Adds a keyword, if it was well-formed, to the node that it stands in.
  mutating func add(_ assertion: (any Assertion)?, to site: Site) {
    if let assertion { nodes[site.node].assertions.append(assertion) }
  }

  mutating func add(_ types: JSONTypes?, to site: Site) { nodes[site.node].types = types }

  mutating func add(_ applicator: any Applicator, to node: Schema.NodeID) {
    nodes[node].applicators.append(applicator)
  }

  /// Where the schema of a node stands.
  func place(of node: Schema.NodeID) -> SchemaPlace { places[node] }

  mutating func report(_ message: String, at place: SchemaPlace) {
    let uri = place.document == 0 ? nil : documents[place.document].uri
    problems.append(SchemaProblem(document: uri, place: place.pointer, message: message))
  }

  private mutating func compile(_ site: Site) {
    for member in site.object.members {
      let (name, value) = (member.key, member.value)
      _ =
        compileScalarKeyword(name, value, of: site) || compileArrayKeyword(name, value, of: site)
        || compileObjectKeyword(name, value, of: site) || compileApplicator(name, value, of: site)
        || compileReference(name, value, of: site)
    }
  }
}

/// All that is wrong with a schema.
struct SchemaProblems: Error {
  let all: [SchemaProblem]
}
