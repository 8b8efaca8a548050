internal import JSON

extension SchemaCompiler {
  /// Takes a document in: finds every schema of it that has a URI or a name of its own.
  mutating func addDocument(_ value: JSON, uri: String, dialect: Dialect) -> SchemaResource.ID {
    let document = documents.count
    documents.append((uri, value))
    let root = SchemaPlace(document: document, resource: resources.count, pointer: JSONPointer())
    let stated = value.object.flatMap { self.dialect(statedBy: $0, at: root) } ?? dialect
    let base = URIReference(uri)
    let id = value.object.flatMap { ownURI(of: $0, stated)?.resolved(against: base) }
    let resource = addResource(id ?? base, at: root, stated)
    if resourceByURI[uri] == nil { resourceByURI[uri] = resource }
    index(value, at: root)
    return resource
  }

  private mutating func addResource(
    _ uri: URIReference, at place: SchemaPlace, _ dialect: Dialect
  ) -> SchemaResource.ID {
    let id = resources.count
    let root = SchemaPlace(document: place.document, resource: id, pointer: place.pointer)
    resources.append(SchemaResource(uri: uri, root: root, dialect: dialect))
    resourceAt[root.location] = id
    // The first of a name counts.
    if resourceByURI[uri.document] == nil { resourceByURI[uri.document] = id }
    return id
  }

  /// The URI that a schema gives itself; nil if it gives none, or only a name (`#name`).
  private func ownURI(of schema: JSONObject, _ dialect: Dialect) -> URIReference? {
    if dialect.referencesStandAlone, schema["$ref"]?.string != nil { return nil }
    guard let text = schema[dialect.idKeyword]?.string, !text.hasPrefix("#") else { return nil }
    return URIReference(text)
  }

  /// Only schemas are looked into, not what stands in `enum` or in a keyword that is not known.
  private mutating func index(_ root: JSON, at place: SchemaPlace) {
    var waiting = [(schema: root, place: place)]
    while let (schema, outer) = waiting.popLast() {
      guard let object = schema.object else { continue }
      let place = entering(object, at: outer)
      let dialect = resources[place.resource].dialect
      addNames(of: object, at: place, dialect)
      for member in object.members where dialect.has(member.key) {
        guard let keyword = Keyword.known[member.key] else { continue }
        let inside = place.appending(member.key)
        switch (keyword.subschemas, member.value) {
        case (.one, .object), (.oneOrList, .object): waiting.append((member.value, inside))
        case (.list, .array(let elements)), (.oneOrList, .array(let elements)):
          for (index, element) in elements.enumerated() { waiting.append((element, inside.appending("\(index)"))) }
        case (.map, .object(let entries)):
          for entry in entries.members { waiting.append((entry.value, inside.appending(entry.key))) }
        default: break
        }
      }
    }
  }

  /// The place as seen from the resource that begins there, if one does.
  private mutating func entering(_ schema: JSONObject, at place: SchemaPlace) -> SchemaPlace {
    if let known = resourceAt[place.location] {
      return SchemaPlace(document: place.document, resource: known, pointer: place.pointer)
    }
    let outer = resources[place.resource]
    let stated = schema["$id"] != nil || schema["id"] != nil ? dialect(statedBy: schema, at: place) : nil
    let dialect = stated ?? outer.dialect
    guard let uri = ownURI(of: schema, dialect) else { return place }
    let id = addResource(uri.resolved(against: outer.uri), at: place, dialect)
    return SchemaPlace(document: place.document, resource: id, pointer: place.pointer)
  }

  private mutating func addNames(of schema: JSONObject, at place: SchemaPlace, _ dialect: Dialect) {
    let resource = place.resource
    func add(_ name: String) { resources[resource].anchors[JSONKey(name)] = place }
    if dialect.draft <= .draft7 || dialect.isUnstated, let id = schema[dialect.idKeyword]?.string,
      !(dialect.referencesStandAlone && schema["$ref"]?.string != nil),
      let name = URIReference(id).fragment, !name.isEmpty
    {
      add(String(name))
    }
    if dialect.has("$anchor"), let name = schema["$anchor"]?.string { add(name) }
    if dialect.has("$dynamicAnchor"), let name = schema["$dynamicAnchor"]?.string {
      add(name)
      resources[resource].dynamicAnchors[JSONKey(name)] = place
    }
    if dialect.has("$recursiveAnchor"), schema["$recursiveAnchor"]?.bool == true,
      place.pointer == resources[resource].root.pointer
    {
      resources[resource].dynamicAnchors[JSONKey("")] = place
    }
  }

  // MARK: Dialects

  /// The dialect that `$schema` names; nil if there is none, or none that is known.
  private mutating func dialect(statedBy schema: JSONObject, at place: SchemaPlace) -> Dialect? {
    guard let uri = schema["$schema"]?.string else { return nil }
    if let known = Dialect(naming: uri) { return known }
    let found = URIReference(uri).document
    do throws(LibraryError) {
      if let metaschema = try options.library.document(found) { return dialect(of: metaschema, at: place) }
      reportAtSchema(
        "'\(shortened(uri))' is not known; known are \(Dialect.known), and metaschemas in the folder of 'schemas'",
        place)
    } catch {
      reportAtSchema(error.message, place)
    }
    return nil
  }

  /// The dialect that a metaschema describes: its own draft, with the vocabularies it names.
  private mutating func dialect(of metaschema: JSON, at place: SchemaPlace) -> Dialect? {
    guard let base = metaschema["$schema"]?.string.flatMap(Dialect.init(naming:)) else {
      reportAtSchema("its metaschema names no draft; known are \(Dialect.known)", place)
      return nil
    }
    guard let entries = metaschema["$vocabulary"]?.object else { return base }
    var dialect = base
    dialect.vocabularies = .core
    for entry in entries.members {
      if let vocabulary = Vocabulary(uri: entry.key) {
        dialect.vocabularies.formUnion(vocabulary)
      } else if entry.value.bool == true {
        reportAtSchema("its metaschema needs the vocabulary '\(shortened(entry.key))', which is not known", place)
      }
    }
    return dialect
  }

  private mutating func reportAtSchema(_ message: String, _ place: SchemaPlace) {
    report(message, at: place.appending("$schema"))
  }
}
