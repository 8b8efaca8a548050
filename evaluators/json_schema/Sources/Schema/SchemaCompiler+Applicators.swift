internal import JSON

extension SchemaCompiler {
  /// The keywords that join schemas for the same value, and those that only hold some (Core
  /// 2020-12, sections 8.2.4 and 10.2). False if `name` is none of them.
  mutating func compileApplicator(_ name: String, _ value: JSON, of site: Site) -> Bool {
    let place = site.place.appending(name)
    switch name {
    case "allOf": add(AllOf(branches(value, at: place)), to: site.node)
    case "anyOf": add(AnyOf(branches(value, at: place)), to: site.node)
    case "oneOf": add(OneOf(branches(value, at: place)), to: site.node)
    case "not": add(Not(node(for: value, at: place)), to: site.node)
    case "if":
      let condition = node(for: value, at: place)
      let then = optionalNode("then", of: site)
      let otherwise = optionalNode("else", of: site)
      add(Conditional(condition, then: then, otherwise: otherwise), to: site.node)
    case "then", "else": _ = node(for: value, at: place)
    case "$defs", "definitions":
      for (_, place, schema) in entries(name, of: site) { _ = node(for: schema, at: place) }
    default: return false
    }
    return true
  }

  private mutating func branches(_ value: JSON, at place: SchemaPlace) -> [Schema.NodeID] {
    if value.array?.isEmpty == true { report("must name at least one schema", at: place) }
    return schemas(value, at: place)
  }

  private mutating func optionalNode(_ name: String, of site: Site) -> Schema.NodeID? {
    site.object[name].map { node(for: $0, at: site.place.appending(name)) }
  }
}
