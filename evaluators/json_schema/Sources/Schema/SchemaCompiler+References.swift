internal import JSON

extension SchemaCompiler {
  /// A `$ref` whose target is looked for when all schemas around it are known.
  struct PendingReference {
    let node: Schema.NodeID
    /// What stands behind `#`, without percent escapes.
    let fragment: String
    let place: JSONPointer
  }

  /// The keywords that name schemas and refer to them (Core 2020-12, sections 8.1 and 8.2).
  /// False if `name` is none of them.
  mutating func compileReference(_ name: String, _ value: JSON, of site: Site) -> Bool {
    let place = site.place.appending(name)
    guard ["$schema", "$id", "$anchor", "$ref"].contains(name) else { return false }
    guard let text = value.string else {
      report("must be a string, found \(value.kind)", at: place)
      return true
    }
    switch name {
    case "$schema":
      if Dialect(naming: text) == nil {
        report("'\(shortened(text))' is not supported yet; known are \(Dialect.known)", at: place)
      } else if Dialect(naming: text) != dialect {
        report("a part in another draft than the whole is not supported yet", at: place)
      }
    case "$id":
      // In draft-07 an `$id` that is a fragment alone does what `$anchor` does later.
      if text.hasPrefix("#"), dialect != .draft2020 {
        anchors[JSONKey(String(text.dropFirst()))] = site.node
      } else if !site.place.tokens.isEmpty {
        report("'$id' inside a schema is not supported yet", at: place)
      }
    case "$anchor": anchors[JSONKey(text)] = site.node
    default:
      guard let fragment = localFragment(of: text) else {
        report("'\(shortened(text))' is in another document, which is not supported yet; write #/…", at: place)
        return true
      }
      references.append(PendingReference(node: site.node, fragment: fragment, place: place))
    }
    return true
  }

  /// Nil if the reference leaves the document.
  private func localFragment(of reference: String) -> String? {
    let document = reference.prefix { $0 != "#" }
    guard document.isEmpty || document == base ?? "" else { return nil }
    return removingPercentEscapes(reference.dropFirst(document.count + 1))
  }

  /// Links the references whose targets are compiled, or can be now.
  mutating func resolveReferences() {
    let waiting = references
    references = []
    for reference in waiting {
      if let target = target(of: reference) {
        add(Reference(to: target), to: reference.node)
      } else {
        report("'#\(shortened(reference.fragment))' points to nothing in this document", at: reference.place)
      }
    }
  }

  private mutating func target(of reference: PendingReference) -> Schema.NodeID? {
    guard let pointer = JSONPointer(parsing: reference.fragment) else {
      return anchors[JSONKey(reference.fragment)]
    }
    return document[pointer].map { node(for: $0, at: pointer) }
  }

  /// A schema that leads back to itself without going into the value would never end.
  mutating func refuseEndlessReferences(_ nodes: [Schema.Node]) {
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

/// Decodes `%XX` (RFC 3986, section 2.1); what is no escape stays.
private func removingPercentEscapes(_ text: Substring) -> String {
  let bytes = Array(text.utf8)
  var decoded: [UInt8] = []
  var place = 0
  while place < bytes.count {
    let digits = String(decoding: bytes.dropFirst(place + 1).prefix(2), as: UTF8.self)
    if bytes[place] == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy(\.isHexDigit),
      let byte = UInt8(digits, radix: 16)
    {
      decoded.append(byte)
      place += 3
    } else {
      decoded.append(bytes[place])
      place += 1
    }
  }
  return String(decoding: decoded, as: UTF8.self)
}
