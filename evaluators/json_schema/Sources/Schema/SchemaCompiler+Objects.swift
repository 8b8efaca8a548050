internal import JSON
internal import Patterns

extension SchemaCompiler {
  /// The keywords for objects (Core 2020-12, section 10.3.2; Validation, section 6.5; draft-07
  /// for `dependencies`). False if `name` is none of them.
  mutating func compileObjectKeyword(_ name: String, _ value: JSON, of site: Site) -> Bool {
    let place = site.place.appending(name)
    switch name {
    case "minProperties": add(count(value, at: place).map { ObjectSize(.least, $0) }, to: site)
    case "maxProperties": add(count(value, at: place).map { ObjectSize(.most, $0) }, to: site)
    case "required": add(names(value, at: place).map { Required($0) }, to: site)
    case "propertyNames": add(PropertyNames(node(for: value, at: place)), to: site.node)
    case "properties", "patternProperties", "additionalProperties":
      // The three depend on each other: the first that stands there compiles all.
      let first = site.object.keys.first { Self.memberKeywords.contains($0) }
      if first == name { compileMembers(of: site) }
    case "unevaluatedProperties":
      add(Unevaluated(of: site.node, node(for: value, at: place), areItems: false), to: site.node)
    case "dependentRequired", "dependentSchemas", "dependencies": compileDependencies(value, of: site, at: place)
    default: return false
    }
    return true
  }

  private static let memberKeywords: Set<String> = ["properties", "patternProperties", "additionalProperties"]

  private mutating func compileMembers(of site: Site) {
    var named: [JSONKey: Schema.NodeID] = [:]
    var matching: [(pattern: Pattern, node: Schema.NodeID)] = []
    for (key, place, schema) in entries("properties", of: site) { named[JSONKey(key)] = node(for: schema, at: place) }
    for (key, place, schema) in entries("patternProperties", of: site) {
      let node = node(for: schema, at: place)
      if let pattern = pattern(key, at: place) { matching.append((pattern, node)) }
    }
    let rest = site.object["additionalProperties"]
    let others = rest.map { node(for: $0, at: site.place.appending("additionalProperties")) }
    let members = Members(
      named: named, matching: matching, others: others, isClosed: rest == false)
    add(members, to: site.node)
  }

  /// `dependencies` holds both sorts: an array names members, a schema judges the object.
  private mutating func compileDependencies(_ value: JSON, of site: Site, at place: SchemaPlace) {
    guard let name = place.pointer.tokens.last else { return }
    var members: [Schema.Dependency<JSONNames>] = []
    var schemas: [Schema.Dependency<Schema.NodeID>] = []
    for (key, place, owed) in entries(name, of: site) {
      if name == "dependentRequired" || name == "dependencies" && owed.array != nil {
        if let names = names(owed, at: place) { members.append(Schema.Dependency(member: JSONName(key), owed: names)) }
      } else {
        schemas.append(Schema.Dependency(member: JSONName(key), owed: node(for: owed, at: place)))
      }
    }
    if !members.isEmpty { add(DependentRequired(members), to: site) }
    if !schemas.isEmpty { add(DependentSchemas(schemas), to: site.node) }
  }

  /// The members of a keyword that must be an object, each with its place in the document.
  mutating func entries(_ name: String, of site: Site) -> [(key: String, place: SchemaPlace, value: JSON)] {
    guard let value = site.object[name] else { return [] }
    let place = site.place.appending(name)
    guard let object = value.object else {
      report("must be an object, found \(value.kind)", at: place)
      return []
    }
    return object.members.map { ($0.key, place.appending($0.key), $0.value) }
  }
}
