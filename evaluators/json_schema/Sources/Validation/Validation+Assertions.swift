internal import JSON
internal import Patterns

extension Validation {
  mutating func checkAssertions(of node: Schema.Node, _ value: JSON) throws(ValidationFault) -> Violation? {
    if node.isNever { return violation("false", "nothing may stand here, found \(value.brief)") }
    if let types = node.types, !types.allow(value) {
      return violation("type", "expected \(types.description), found \(value.kindOrFraction)")
    }
    try count(1 + node.assertions.count)
    for assertion in node.assertions {
      if let violation = try check(assertion, value) { return violation }
    }
    return nil
  }

  private mutating func check(_ assertion: Schema.Assertion, _ value: JSON) throws(ValidationFault) -> Violation? {
    switch (assertion, value) {
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
      // A code point has four bytes at most.
      if text.utf8.count / 4 >= bound { return nil }
      let length = text.codePointCount
      return demand(length >= bound, "minLength", "expected at least \(counted(bound, "character")), found \(length)")
    case .maxLength(let bound):
      if text.utf8.count <= bound { return nil }
      let length = text.codePointCount
      return demand(length <= bound, "maxLength", "expected at most \(counted(bound, "character")), found \(length)")
    case .pattern(let pattern):
      return demand(
        try matches(pattern, text), "pattern",
        "expected a text that matches \(shortened(pattern.source)), found \(JSON.string(text).brief)")
    case .format(let format):
      return demand(
        format.accepts(text), "format",
        "expected a text of the format \(format.rawValue), found \(JSON.string(text).brief)")
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
    let counted = utf8.withContiguousStorageIfAvailable { bytes in
      bytes.reduce(into: 0) { count, byte in count += byte & 0xC0 == 0x80 ? 0 : 1 }
    }
    return counted ?? unicodeScalars.count
  }
}
