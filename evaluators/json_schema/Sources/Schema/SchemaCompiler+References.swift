internal import JSON

extension SchemaCompiler {
  /// A reference whose target is looked for when all schemas around it are known.
  struct PendingReference {
    let node: Schema.NodeID
    let target: URIReference
    let place: SchemaPlace
    /// `$dynamicRef` or `$recursiveRef`.
    let isDynamic: Bool
  }

  /// The keywords that name schemas and refer to them (Core 2020-12, sections 8.1 and 8.2).
  /// False if `name` is none of them.
  mutating func compileReference(_ name: String, _ value: JSON, of site: Site) -> Bool {
    let place = site.place.appending(name)
    switch name {
    case "$ref", "$dynamicRef", "$recursiveRef":
      guard let text = text(value, at: place) else { break }
      let target = URIReference(text).resolved(against: resources[site.place.resource].uri)
      references.append(PendingReference(node: site.node, target: target, place: place, isDynamic: name != "$ref"))
    case "$schema", "$id", "id", "$anchor", "$dynamicAnchor": _ = text(value, at: place)
    case "$recursiveAnchor":
      if value.bool == nil { report("must be true or false, found \(value.kind)", at: place) }
    default: return false
    }
    return true
  }

  private mutating func text(_ value: JSON, at place: SchemaPlace) -> String? {
    if let text = value.string { return text }
    report("must be a string, found \(value.kind)", at: place)
    return nil
  }

  /// Links the references whose targets are compiled, or can be now.
  mutating func resolveReferences() {
    let waiting = references
    references = []
    for reference in waiting {
      guard let target = target(of: reference), let schema = documents[target.document].value[target.pointer] else {
        continue
      }
      let node = node(for: schema, at: target)
      if reference.isDynamic, let name = dynamicName(of: reference, target) {
        dynamicNames.insert(name)
        add(DynamicReference(to: node, named: name), to: reference.node)
      } else {
        add(Reference(to: node), to: reference.node)
      }
    }
  }

  /// Compiles what a `$dynamicRef` may lead to.
  mutating func compileDynamicAnchors() {
    for resource in resources {
      for (name, place) in resource.dynamicAnchors where dynamicNames.contains(name) {
        if let schema = documents[place.document].value[place.pointer] { _ = node(for: schema, at: place) }
      }
    }
  }

  /// Where a reference leads; nil, with a report, if it leads nowhere.
  private mutating func target(of reference: PendingReference) -> SchemaPlace? {
    let uri = reference.target.document
    guard let id = resource(uri, for: reference) else { return nil }
    let fragment = removingPercentEscapes(reference.target.fragment ?? "")
    if let place = place(of: fragment, in: resources[id]) { return place }
    report(
      "'\(shortened(uri))#\(shortened(fragment))' points to nothing in \(id == 0 ? "this" : "that") document",
      at: reference.place)
    return nil
  }

  private func place(of fragment: String, in resource: SchemaResource) -> SchemaPlace? {
    if fragment.isEmpty { return resource.root }
    guard let pointer = JSONPointer(parsing: fragment) else { return resource.anchors[JSONKey(fragment)] }
    var tokens = resource.root.pointer.tokens + pointer.tokens
    let whole = JSONPointer(tokens)
    let document = resource.root.document
    guard documents[document].value[whole] != nil else { return nil }
    // It belongs to the innermost resource around it.
    while true {
      if let id = resourceAt[SchemaLocation(document: document, pointer: JSONPointer(tokens))] {
        return SchemaPlace(document: document, resource: id, pointer: whole)
      }
      if tokens.popLast() == nil { return nil }
    }
  }

  private mutating func resource(_ uri: String, for reference: PendingReference) -> SchemaResource.ID? {
    if let known = resourceByURI[uri] { return known }
    do throws(LibraryError) {
      if documents.count < SchemaLibrary.mostDocuments, let document = try options.library.document(uri) {
        return addDocument(document, uri: uri, dialect: resources[reference.place.resource].dialect.ofDraft)
      }
      report(
        "'\(shortened(uri))' is another document, and not there; put it into the folder that 'schemas' names",
        at: reference.place)
    } catch {
      report(error.message, at: reference.place)
    }
    return nil
  }

  /// The name that a dynamic reference looks for; nil if it behaves as `$ref` (Core 2020-12,
  /// section 8.2.3.2; Core 2019-09, section 8.2.4.2.1).
  private func dynamicName(of reference: PendingReference, _ target: SchemaPlace) -> JSONKey? {
    let name = JSONKey(removingPercentEscapes(reference.target.fragment ?? ""))
    let named = resources[target.resource].dynamicAnchors[name]
    return named?.location == target.location ? name : nil
  }

  /// A schema that leads back to itself without going into the value would never end.
  mutating func refuseEndlessReferences(_ nodes: [NodeParts]) {
    let edges = nodes.map { $0.applicators.flatMap(\.inPlace) }
    guard let endless = firstOnCycle(edges) else { return }
    report("refers to itself without end", at: place(of: endless))
  }
}

/// A node of a directed graph that lies on a cycle; nil if there is none.
private func firstOnCycle(_ edges: [[Int]]) -> Int? {
  var state = [Progress](repeating: .unseen, count: edges.count)
  for start in edges.indices where state[start] == .unseen {
    // A path through the graph, each node with the edge to follow next.
    var path = [(node: start, edge: 0)]
    state[start] = .onPath
    while let (node, edge) = path.last {
      guard edge < edges[node].count else {
        state[node] = .done
        path.removeLast()
        continue
      }
      path[path.count - 1].edge += 1
      let next = edges[node][edge]
      if state[next] == .onPath { return next }
      guard state[next] == .unseen else { continue }
      state[next] = .onPath
      path.append((next, 0))
    }
  }
  return nil
}

private enum Progress {
  case unseen, onPath, done
}
