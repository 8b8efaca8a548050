/// The version of JSON Schema that a document is written in, by its `$schema`.
enum Dialect: Sendable {
  /// Nothing is stated: 2020-12, and what only draft-07 has is understood too.
  case unstated
  case draft7
  case draft2020

  init?(naming uri: String) {
    switch uri.hasSuffix("#") ? String(uri.dropLast()) : uri {
    case "https://json-schema.org/draft/2020-12/schema": self = .draft2020
    case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema": self = .draft7
    default: return nil
    }
  }

  static let known = "draft-07 and 2020-12"

  /// What to write in place of a keyword that this dialect does not have; nil if it has it.
  func instead(of keyword: String) -> String? {
    switch self {
    case .unstated: nil
    case .draft7: Self.newer[keyword].map { "is not in draft-07; \($0)" }
    case .draft2020: Self.older[keyword].map { "is not in 2020-12; \($0)" }
    }
  }

  private static let newer = [
    "$anchor": "write \"$id\": \"#name\"", "prefixItems": "write an array of items",
    "dependentRequired": "write dependencies", "dependentSchemas": "write dependencies",
    "minContains": "name 2020-12 in $schema", "maxContains": "name 2020-12 in $schema",
  ]
  private static let older = [
    "additionalItems": "write prefixItems and items",
    "dependencies": "write dependentRequired or dependentSchemas",
  ]
}
