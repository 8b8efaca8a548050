internal import JSON

/// A keyword that judges a value by itself (Validation 2020-12, section 6).
///
/// Each is a class of its own, so that a walk hands over one reference and copies nothing.
protocol Assertion: AnyObject, Sendable {
  /// What a value does not meet; nil if it fits, or is of a kind that the keyword does not judge.
  func check(_ value: JSONView.Index, in walk: inout Validation) throws(ValidationFault) -> Violation?
}

/// Which side of a bound is right.
enum Side: Sendable {
  case least, most
}

extension Validation {
  mutating func checkAssertions(
    of node: Schema.Node, _ value: JSONView.Index
  ) throws(ValidationFault) -> Violation? {
    if node.isNever { return violation("false", "nothing may stand here, found \(view.brief(value))") }
    if let types = node.types, !types.allow(value, of: view) {
      return violation("type", "expected \(types.description), found \(view.kindOrFraction(value))")
    }
    try count(1 + node.assertions.count)
    for assertion in node.assertions {
      if let violation = try assertion.check(value, in: &self) { return violation }
    }
    return nil
  }
}

/// `const`.
final class ConstantValue: Assertion {
  let wanted: Constant

  init(_ wanted: Constant) { self.wanted = wanted }

  func check(_ value: JSONView.Index, in walk: inout Validation) -> Violation? {
    let view = walk.view
    return walk.demand(
      wanted.equals(value, of: view), "const", "expected \(wanted.value.brief), found \(view.brief(value))")
  }
}

/// `enum`.
final class AllowedValues: Assertion {
  let values: [Constant]

  init(_ values: [Constant]) { self.values = values }

  func check(_ value: JSONView.Index, in walk: inout Validation) -> Violation? {
    let view = walk.view
    for wanted in values where wanted.equals(value, of: view) { return nil }
    return walk.violation("enum", "expected \(listed(values)), found \(view.brief(value))")
  }

  /// `one of "a", "b"`
  private func listed(_ values: [Constant]) -> String {
    let shown = values.prefix(8).map(\.value.brief).joined(separator: ", ")
    return (values.count > 1 ? "one of " : "") + shown + (values.count > 8 ? " or \(values.count - 8) more" : "")
  }
}

/// `1 element`, `2 elements`
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
