internal import JSON

extension SchemaCompiler {
  /// The keywords for arrays (Core 2020-12, section 10.3.1; Validation, section 6.4). False if
  /// `name` is none of them.
  mutating func compileArrayKeyword(_ name: String, _ value: JSON, of site: Site) -> Bool {
    let place = site.place.appending(name)
    switch name {
    case "minItems": add(count(value, at: place).map { ArraySize(.least, $0) }, to: site)
    case "maxItems": add(count(value, at: place).map { ArraySize(.most, $0) }, to: site)
    case "uniqueItems":
      guard let isWanted = value.bool else {
        report("must be true or false, found \(value.kind)", at: place)
        break
      }
      if isWanted { add(UniqueItems(), to: site) }
    case "items": compileItems(value, of: site, at: place)
    case "prefixItems":
      // With `items` beside it, both are compiled there.
      if site.object["items"] == nil { compileItems(nil, of: site, at: place) }
    case "additionalItems":
      // It only goes on where an array of `items` ends, and is compiled with that.
      if site.object["items"]?.array == nil { _ = node(for: value, at: place) }
    case "unevaluatedItems": add(Unevaluated(of: site.node, node(for: value, at: place), areItems: true), to: site.node)
    case "contains":
      let least = bound("minContains", of: site) ?? 1
      let most = bound("maxContains", of: site) ?? Int.max
      add(
        Contains(node(for: value, at: place), atLeast: least, atMost: most, counts: site.dialect.draft >= .draft2020),
        to: site.node)
    case "minContains", "maxContains":
      // Without `contains` they demand nothing, but must be well-formed.
      if site.object["contains"] == nil { _ = count(value, at: place) }
    default: return false
    }
    return true
  }

  private mutating func compileItems(_ value: JSON?, of site: Site, at place: SchemaPlace) {
    var prefix: [Schema.NodeID] = []
    var rest: Schema.NodeID?
    if let schemas = site.object["prefixItems"] {
      prefix = self.schemas(schemas, at: site.place.appending("prefixItems"))
    }
    if value?.array != nil,
      site.dialect.draft == .draft2020 && !site.dialect.isUnstated || site.object["prefixItems"] != nil
    {
      report("an array of items is draft-07's; in 2020-12 write prefixItems", at: place)
      return
    }
    if let value, value.array != nil {
      prefix = schemas(value, at: place)
      rest = site.object["additionalItems"].map { node(for: $0, at: site.place.appending("additionalItems")) }
    } else if let value {
      rest = node(for: value, at: place)
    }
    add(Items(prefix: prefix, rest: rest), to: site.node)
  }

  private mutating func bound(_ name: String, of site: Site) -> Int? {
    site.object[name].flatMap { count($0, at: site.place.appending(name)) }
  }

  mutating func schemas(_ value: JSON, at place: SchemaPlace) -> [Schema.NodeID] {
    guard let elements = array(value, of: "schemas", at: place) else { return [] }
    return elements.enumerated().map { node(for: $0.element, at: place.appending("\($0.offset)")) }
  }
}
