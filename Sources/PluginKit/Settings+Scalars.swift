extension Settings {
  public mutating func text(_ key: String) -> String? {
    guard let setting = present(key) else { return nil }
    switch setting.value {
    case .text(let text): return text
    case .bool, .integer, .number: return setting.written
    default: return mismatch(key, "text", setting)
    }
  }

  public mutating func requiredText(_ key: String) -> String? {
    guard present(key) != nil else {
      report("'\(key)' is missing")
      return nil
    }
    return text(key)
  }

  public mutating func bool(_ key: String, default fallback: Bool) -> Bool {
    guard let setting = present(key) else { return fallback }
    if case .bool(let value) = setting.value { return value }
    return mismatch(key, "true or false", setting) ?? fallback
  }

  public mutating func integer(_ key: String, default fallback: Int, in range: ClosedRange<Int>) -> Int {
    guard let setting = present(key) else { return fallback }
    guard case .integer(let value) = setting.value else {
      return mismatch(key, "a whole number", setting) ?? fallback
    }
    guard let exact = Int(exactly: value), range.contains(exact) else {
      report("must lie between \(range.lowerBound) and \(range.upperBound), found \(value)", at: key)
      return fallback
    }
    return exact
  }

  public mutating func number(_ key: String, in range: ClosedRange<Double>) -> Double? {
    guard let setting = present(key) else { return nil }
    let value: Double
    switch setting.value {
    case .integer(let integer): value = Double(integer)
    case .number(let number): value = number
    default: return mismatch(key, "a number", setting)
    }
    guard range.contains(value) else {
      report("must lie between \(range.lowerBound) and \(range.upperBound), found \(setting.written)", at: key)
      return nil
    }
    return value
  }

  /// One of a few words.
  public mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, default fallback: Choice
  ) -> Choice where Choice.RawValue == String {
    guard let written = text(key) else { return fallback }
    if let choice = Choice(rawValue: written) { return choice }
    let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
    report("'\(written)' is not one of \(known)", at: key)
    return fallback
  }

  /// A text, or a list of texts.
  public mutating func texts(_ key: String) -> [String]? {
    guard let setting = present(key) else { return nil }
    guard case .list(let list) = setting.value else { return text(key).map { [$0] } }
    var result: [String] = []
    for element in list {
      guard case .text(let text) = element.value else {
        report("expected a list of texts, found \(element.kind) in it", at: key)
        return nil
      }
      result.append(text)
    }
    return result
  }

  /// A map inside this one; absorb it when it has been read.
  public mutating func map(_ key: String) -> Settings? {
    guard let setting = raw(key) else { return nil }
    return Settings(setting, file: file, path: path.isEmpty ? key : "\(path).\(key)")
  }

  private mutating func present(_ key: String) -> Setting? {
    guard let setting = raw(key) else { return nil }
    if case .null = setting.value { return nil }
    return setting
  }

  private mutating func mismatch<Value>(_ key: String, _ expected: String, _ found: Setting) -> Value? {
    report("expected \(expected), found \(found.kind)", at: key)
    return nil
  }
}
