internal import JSON
internal import Patterns

extension Validation {
  mutating func checkAssertions(of node: Schema.NodeID, _ value: JSON) throws(ValidationFault) -> Violation? {
    if schema.nodes[node].isNever { return violation("false", "nothing may stand here, found \(value.brief)") }
    try count(1 + schema.nodes[node].assertions.count)
    for assertion in schema.nodes[node].assertions {
      if let violation = try check(assertion, value) { return violation }
    }
    return nil
  }

  private mutating func check(_ assertion: Schema.Assertion, _ value: JSON) throws(ValidationFault) -> Violation? {
    switch (assertion, value) {
    case (.types(let types), _):
      return demand(types.allow(value), "type", "expected \(types.description), found \(value.kindOrFraction)")
    case (.constant(let wanted), _):
      return demand(wanted == value, "const", "expected \(wanted.brief), found \(value.brief)")
    case (.oneOfValues(let values), _):
      return demand(values.contains(value), "enum", "expected \(listed(values)), found \(value.brief)")
    case (_, .number(let number)): return check(assertion, number)
    case (_, .string(let text)): return try check(assertion, text)
    case (_, .array(let elements)): return try check(assertion, elements)
    case (_, .object(let object)): return check(assertion, object)
    default: return nil
    }
  }

  private func check(_ assertion: Schema.Assertion, _ number: JSONNumber) -> Violation? {
    let found = { "found \(JSON.number(number).brief)" }
    return switch assertion {
    case .multipleOf(let divisor):
      demand(number.isMultiple(of: divisor), "multipleOf", "expected a multiple of \(divisor), \(found())")
    case .minimum(let bound, isExclusive: false):
      demand(number >= bound, "minimum", "expected at least \(bound), \(found())")
    case .minimum(let bound, isExclusive: true):
      demand(number > bound, "exclusiveMinimum", "expected more than \(bound), \(found())")
    case .maximum(let bound, isExclusive: false):
      demand(number <= bound, "maximum", "expected at most \(bound), \(found())")
    case .maximum(let bound, isExclusive: true):
      demand(number < bound, "exclusiveMaximum", "expected less than \(bound), \(found())")
    default: nil
    }
  }

  /// Lengths are counted in code points (Validation 2020-12, section 6.3).
  private func check(_ assertion: Schema.Assertion, _ text: String) throws(ValidationFault) -> Violation? {
    switch assertion {
    case .minLength(let bound):
      let length = text.codePointCount
      return demand(length >= bound, "minLength", "expected at least \(counted(bound, "character")), found \(length)")
    case .maxLength(let bound):
      let length = text.codePointCount
      return demand(length <= bound, "maxLength", "expected at most \(counted(bound, "character")), found \(length)")
    case .pattern(let pattern):
      return demand(
        try matches(pattern, text), "pattern",
        "expected a text that matches \(shortened(pattern.source)), found \(JSON.string(text).brief)")
    default: return nil
    }
  }

  func matches(_ pattern: Pattern, _ text: String) throws(ValidationFault) -> Bool {
    do throws(PatternError) {
      return try pattern.matches(text)
    } catch {
      throw .pattern(code: error.code, message: "the pattern \(shortened(pattern.source)): \(error)")
    }
  }
}

/// `one of "a", "b"`
private func listed(_ values: [JSON]) -> String {
  let shown = values.prefix(8).map(\.brief).joined(separator: ", ")
  return (values.count > 1 ? "one of " : "") + shown + (values.count > 8 ? " or \(values.count - 8) more" : "")
}

/// `1 element`, `2 elements`
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension String {
  fileprivate var codePointCount: Int {
    utf8.reduce(into: 0) { count, byte in count += byte & 0xC0 == 0x80 ? 0 : 1 }
  }
}
