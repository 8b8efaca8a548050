internal import JSON

/// A value that a plain JSON Schema allows: types, `properties`, `items`, `enum`, `const`, and
/// the least length, count and number. Anything cleverer is not followed.
func sample(of schema: JSON) -> JSON {
  // A request brings the schema: few bytes of nested `minItems` could ask for any amount.
  var budget = 10_000
  return sample(of: schema, depth: 16, budget: &budget)
}

/// Below `depth`, and once `budget` values have been made, values are null.
private func sample(of schema: JSON, depth: Int, budget: inout Int) -> JSON {
  budget -= 1
  guard depth > 0, budget > 0 else { return .null }
  if let constant = schema["const"] { return constant }
  if let choices = schema["enum"]?.array { return choices.first ?? .null }
  switch schema["type"]?.string ?? schema["type"]?.array?.first?.string {
  case "string": return .string(text(of: least(schema, "minLength")))
  case "integer": return JSON(least(schema, "minimum"))
  case "number": return schema["minimum"] ?? 0.5
  case "boolean": return true
  case "array":
    var items: [JSON] = []
    for _ in 0..<max(1, min(least(schema, "minItems"), budget)) {
      items.append(sample(of: schema["items"] ?? [:], depth: depth - 1, budget: &budget))
    }
    return .array(items)
  case "object", nil:
    var object = JSONObject()
    for property in schema["properties"]?.object?.members.prefix(64) ?? [] {
      object[property.key] = sample(of: property.value, depth: depth - 1, budget: &budget)
    }
    return .object(object)
  default: return .null
  }
}

private func least(_ schema: JSON, _ key: String) -> Int {
  schema[key]?.number?.int64.flatMap { Int(exactly: $0) } ?? 0
}

private func text(of length: Int) -> String {
  length <= 6 ? "sample" : String(repeating: "s", count: min(length, 1_024))
}
