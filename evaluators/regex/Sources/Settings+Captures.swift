internal import JSON
internal import PluginKit

extension Settings {
  /// The entries of `captures`: a map from the names of groups to what is asked of them.
  mutating func captureRules(ignoringCase: Bool) -> [CaptureRule] {
    guard var inner = map("captures") else { return [] }
    defer { absorb(inner) }
    return inner.keys.compactMap { name in
      guard var entry = inner.map(name) else { return nil }
      let rule = entry.captureRule(named: name, ignoringCase: ignoringCase)
      entry.finish()
      inner.absorb(entry)
      return rule
    }
  }

  private mutating func captureRule(named name: String, ignoringCase: Bool) -> CaptureRule {
    let values = allowedValues().map { AllowedValues($0, ignoringCase: ignoringCase) }
    let (least, most) = (exactNumber("min"), exactNumber("max"))
    let mark = choice("decimal", default: DecimalMark.point)
    if let least, let most, most < least { report("min \(least) is above max \(most): no value is allowed") }
    if !has("one_of"), !has("min"), !has("max") {
      report("asks for nothing; write min, max or one_of")
    } else if has("decimal"), !has("min"), !has("max") {
      report("is of use with min or max only", at: "decimal")
    }
    return CaptureRule(name: name, min: least, max: most, allowed: values, decimalMark: mark)
  }

  /// The scalars of `one_of` as they are written.
  private mutating func allowedValues() -> [String]? {
    guard let setting = raw("one_of") else { return nil }
    guard case .list(let list) = setting.value, !list.isEmpty else {
      report("expected a list of values, found \(setting.kind)", at: "one_of")
      return nil
    }
    var values: [String] = []
    for element in list {
      switch element.value {
      case .text(let text): values.append(text)
      case .bool, .integer, .number: values.append(element.written)
      case .null, .list, .map: report("expected a list of values, found \(element.kind) in it", at: "one_of")
      }
    }
    return values
  }

  private mutating func exactNumber(_ key: String) -> JSONNumber? {
    guard let setting = raw(key) else { return nil }
    let number: JSONNumber? =
      switch setting.value {
      case .integer(let value): JSONNumber(value)
      case .number(let value): JSONNumber(setting.written) ?? JSONNumber(value)
      default: nil
      }
    if number == nil { report("expected a finite number, found \(setting.kind)", at: key) }
    return number
  }
}
