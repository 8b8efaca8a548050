internal import CallModel

/// Pieces of PromQL (Prometheus 2.42, Querying).
enum PromQL {
  /// A string in double quotes; what would not survive a line of YAML is escaped as Go does.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      case _ where isUnsafe(scalar):
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// Whether YAML takes a character for the end of a line, or for none at all (YAML 1.2.2, 5.1 and 5.4).
  static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// A selector of labels: `{route="checkout",model=~"gpt-.*"}`; empty without matchers.
  static func selector(_ matchers: [String]) -> String {
    matchers.isEmpty ? "" : "{" + matchers.joined(separator: ",") + "}"
  }

  /// A matcher of exactly one value.
  static func equal(_ label: String, _ value: String) -> String { "\(label)=\(quoted(value))" }

  /// A matcher of the values that a scope's pattern matches.
  static func matcher(_ label: String, pattern: String) -> String {
    var literal = ""
    var expression = ""
    var isLiteral = true
    var rest = Substring(pattern)
    while let first = rest.unicodeScalars.first {
      var character = first
      if first == "*" {
        isLiteral = false
        expression += ".*"
        rest.unicodeScalars.removeFirst()
        continue
      }
      if rest.hasPrefix("%2A") || rest.hasPrefix("%25") {
        character = rest.hasPrefix("%2A") ? "*" : "%"
        rest.unicodeScalars.removeFirst(3)
      } else {
        rest.unicodeScalars.removeFirst()
      }
      literal.unicodeScalars.append(character)
      // What has a meaning in RE2.
      if "\\.+*?()|[]{}^$".unicodeScalars.contains(character) { expression += "\\" }
      expression.unicodeScalars.append(character)
    }
    return isLiteral ? equal(label, literal) : "\(label)=~\(quoted(expression))"
  }

  /// A length of time: `10m`.
  static func duration(_ length: Nanoseconds) -> String {
    let units: [(name: String, length: Nanoseconds)] = [
      ("d", .days(1)), ("h", .hours(1)), ("m", .minutes(1)), ("s", .seconds(1)),
    ]
    for unit in units where length > 0 && length % unit.length == 0 { return "\(length / unit.length)\(unit.name)" }
    // Prometheus knows no smaller unit.
    return length <= 0 ? "0s" : "\(max(1, length / 1_000_000))ms"
  }
}
