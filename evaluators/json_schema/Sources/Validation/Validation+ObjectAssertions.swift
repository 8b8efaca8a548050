internal import JSON

extension Validation {
  func check(_ assertion: Schema.Assertion, _ object: JSONObject) -> Violation? {
    switch assertion {
    case .required(let names):
      guard let missing = names.first(where: { object[$0] == nil }) else { return nil }
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
    for dependency in dependencies where object[dependency.member] != nil {
      guard let missing = dependency.owed.first(where: { object[$0] == nil }) else { continue }
      return violation(
        "dependentRequired",
        "the member \(JSON.string(missing).brief) is missing beside \(JSON.string(dependency.member).brief)")
    }
    return nil
  }
}
