internal import PluginKit

extension Settings {
  /// `method`, `pass_at` where the method is graded, `tolerance` and `number` for `numeric`.
  mutating func comparison() -> Comparison {
    let method = choice("method", default: Method.normalised)
    var comparison = Comparison(method: method, passAt: share("pass_at") ?? method.usualPassAt)
    if has("pass_at"), !method.isGraded {
      let graded = Method.allCases.filter(\.isGraded).map(\.rawValue).joined(separator: ", ")
      report("'method: \(method.rawValue)' has no share to reach, only \(graded) have; leave it out", at: "pass_at")
    }
    comparison.numeric.tolerance = tolerance() ?? comparison.numeric.tolerance
    comparison.numeric.which = choice("number", default: comparison.numeric.which)
    for key in ["tolerance", "number"] where has(key) && method != .numeric {
      report("only 'method: numeric' reads it; leave it out", at: key)
    }
    return comparison
  }

  /// `1%` of the reference, or a distance in its unit.
  private mutating func tolerance() -> NumericRule.Tolerance? {
    guard let written = text("tolerance") else { return nil }
    let isShare = written.hasSuffix("%")
    guard let value = Double(isShare ? String(written.dropLast()) : written), value >= 0, value.isFinite else {
      report(
        "'\(written.prefix(80))' is no tolerance; write 1% of the reference, or a distance such as 0.5", at: "tolerance"
      )
      return nil
    }
    return isShare ? .share(value / 100) : .absolute(value)
  }
}
