internal import PluginKit

/// The variables of the environment that a configuration names as `${NAME}`.
///
/// `$${NAME}` is the text `${NAME}`; a dollar sign before anything else is itself.
struct Secrets {
  private struct Use {
    var value: String
    var lines: Set<Int> = []
  }

  private let environment: [String: String]
  private var uses: [String: Use] = [:]

  init(environment: [String: String]) { self.environment = environment }

  /// A text with its variables replaced, and the names of those that are not set.
  mutating func substitute(in text: String, line: Int) -> (text: String, unset: [String]) {
    guard text.utf8.contains(UInt8(ascii: "$")) else { return (text, []) }
    var result = ""
    var unset: [String] = []
    var rest = Substring(text)
    while let dollar = rest.firstIndex(of: "$") {
      result += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$$"), let (name, _) = variable(rest.dropFirst()) {
        result += "${\(name)}"
        rest = rest.dropFirst(name.count + 4)
      } else if let (name, after) = variable(rest) {
        if let value = environment[name] {
          result += value
          uses[name, default: Use(value: value)].lines.insert(line)
        } else {
          unset.append(name)
        }
        rest = after
      } else {
        result.append("$")
        rest = rest.dropFirst()
      }
    }
    return (result + rest, unset)
  }

  /// A problem without any value of the environment in it.
  ///
  /// A value of a character or two would be found in any sentence, so that short ones are
  /// looked for only in problems of the line that they stand on; there the beginning of a long
  /// one counts too, since messages cut what they quote.
  func hidden(in problem: SettingsProblem) -> SettingsProblem {
    var problem = problem
    // The longest first: one value may be a part of another.
    for (name, use) in uses.sorted(by: { ($1.value.value.count, $0.key) < ($0.value.value.count, $1.key) })
    where !use.value.isEmpty {
      let isHere = use.lines.contains(problem.line)
      guard isHere || use.value.count >= 4 else { continue }
      problem.message.replace(use.value[...], by: name)
      problem.file.replace(use.value[...], by: name)
      guard isHere, use.value.count > 8, problem.message.contains(use.value.prefix(8)) else { continue }
      for length in (8..<min(use.value.count, problem.message.count)).reversed() {
        problem.message.replace(use.value.prefix(length), by: name)
      }
    }
    return problem
  }

  /// The name in a leading `${NAME}`, and what follows it.
  private func variable(_ text: Substring) -> (name: String, rest: Substring)? {
    guard text.hasPrefix("${"), let end = text.firstIndex(of: "}") else { return nil }
    let name = text[text.index(text.startIndex, offsetBy: 2)..<end]
    guard let first = name.first, first == "_" || (first.isLetter && first.isASCII),
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    else { return nil }
    return (String(name), text[text.index(after: end)...])
  }
}

extension String {
  fileprivate mutating func replace(_ value: Substring, by name: String) {
    guard contains(value) else { return }
    self = split(separator: value, omittingEmptySubsequences: false).joined(separator: "${\(name)}")
  }
}
