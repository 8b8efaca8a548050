public import PluginKit

/// Settings written in a test as Swift literals: `["must_match": ["a", "b"], "ignore_case": true]`.
extension Setting.Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  public init(stringLiteral value: String) { self = .text(value) }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int64) { self = .integer(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(arrayLiteral elements: Setting.Value...) { self = .list(elements.map { Setting(writing: $0) }) }
  public init(dictionaryLiteral elements: (String, Setting.Value)...) {
    self = .map(elements.map { (key: $0.0, value: Setting(writing: $0.1)) })
  }
  public init(nilLiteral: ()) { self = .null }
}

extension Setting {
  /// A value as a file would hold it: scalars know how they are written.
  public init(writing value: Value, line: Int = 0) {
    let written =
      switch value {
      case .null: "null"
      case .bool(let value): "\(value)"
      case .integer(let value): "\(value)"
      case .number(let value): "\(value)"
      case .text(let value): value
      case .list, .map: ""
      }
    self.init(value, line: line, written: written)
  }
}

extension Settings {
  /// An entry of a configuration, its keys sorted and each on a line of its own, from line 2 on.
  public init(entries: [String: Setting.Value], file: String = "test.yaml", path: String = "entry") {
    let sorted = entries.sorted { $0.key < $1.key }.enumerated().map { place, entry in
      (key: entry.key, value: Setting(writing: entry.value, line: place + 2))
    }
    self.init(Setting(.map(sorted), line: 1), file: file, path: path)
  }
}
