internal import JSON

extension Validation {
  func check(_ assertion: Schema.Assertion, _ object: JSONObject) -> Violation? {
    switch assertion {
    case .required(let names):
      // Both mostly follow the order of the schema.
      let missing = names.indices.first { !object.has(names[$0], hint: $0) }
      guard let missing = missing.map({ names[$0] }) else { return nil }
      return violation("required", "the member \(JSON.string(missing).brief) is missing")
    case .minProperties(let bound):
      return demand(
        object.count >= bound, "minProperties", "expected at least \(counted(bound, "member")), found \(object.count)")
    case .maxProperties(let bound):
      return demand(
        object.count <= bound, "maxProperties", "expected at most \(counted(bound, "member")), found \(object.count)")
    case .dependentRequired(let dependencies): return checkRequired(dependencies, object)
    default: return nil
    }
  }

  private func checkRequired(_ dependencies: [Schema.Dependency<[String]>], _ object: JSONObject) -> Violation? {
    for dependency in dependencies where object.has(dependency.member) {
      guard let missing = dependency.owed.first(where: { !object.has($0) }) else { continue }
      return violation(
        "dependentRequired",
        "the member \(JSON.string(missing).brief) is missing beside \(JSON.string(dependency.member).brief)")
    }
    return nil
  }
}
