internal import JSON

/// `minimum`, `maximum`, `exclusiveMinimum` or `exclusiveMaximum`.
final class NumberBound: Assertion {
  let bound: Bound
  let side: Side
  let isExclusive: Bool

  init(_ side: Side, _ bound: Bound, isExclusive: Bool) {
    self.bound = bound
    self.side = side
    self.isExclusive = isExclusive
  }

  func check(_ value: JSONView.Index, in walk: inout Validation) -> Violation? {
    let view = walk.view
    guard view.isNumber(value) else { return nil }
    let order = bound.order(of: value, view)
    if order == 0 ? !isExclusive : (order > 0) == (side == .least) { return nil }
    return walk.violation(keyword, "expected \(wanted) \(bound.number), found \(view.brief(value))")
  }

  private var keyword: String {
    switch (side, isExclusive) {
    case (.least, false): "minimum"
    case (.least, true): "exclusiveMinimum"
    case (.most, false): "maximum"
    case (.most, true): "exclusiveMaximum"
    }
  }

  private var wanted: String {
    switch (side, isExclusive) {
    case (.least, false): "at least"
    case (.least, true): "more than"
    case (.most, false): "at most"
    case (.most, true): "less than"
    }
  }
}

/// `multipleOf`.
final class MultipleOf: Assertion {
  let divisor: Bound

  init(_ divisor: Bound) { self.divisor = divisor }

  func check(_ value: JSONView.Index, in walk: inout Validation) -> Violation? {
    let view = walk.view
    guard view.isNumber(value) else { return nil }
    return walk.demand(
      divisor.divides(value, view), "multipleOf",
      "expected a multiple of \(divisor.number), found \(view.brief(value))")
  }
}
