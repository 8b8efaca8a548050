internal import Patterns
internal import PluginKit

/// What a configuration asks of an answer, compiled.
struct RegexRules {
  var part: CallPart
  var rules: [PatternRule] = []

  static let mostPatterns = 1_000

  /// Problems are reported into `settings`; what is wrong is left out.
  init(reading settings: inout Settings) {
    part = settings.choice("in", default: CallPart.output)
    let ignoresCase = settings.bool("ignore_case", default: false)
    var options: PatternOptions = ignoresCase ? .caseless : []
    if settings.bool("multiline", default: false) { options.insert(.multiline) }
    if settings.bool("dotall", default: false) { options.insert(.dotAll) }
    let steps = settings.integer("match_limit", default: 10_000_000, in: 1...1_000_000_000)
    let limits = PatternLimits(steps: UInt32(clamping: steps))

    let captures = settings.captureRules(ignoringCase: ignoresCase)
    for requirement in Requirement.allCases {
      rules += settings.patterns(requirement.rawValue).compactMap { source, line, place in
        let pattern = settings.pattern(source, options, limits, line: line, place: place)
        return pattern.map { pattern in
          PatternRule(
            requirement: requirement, pattern: pattern,
            captures: requirement == .absent ? [] : captures.compactMap { $0.of(pattern) })
        }
      }
    }
    if rules.isEmpty, !settings.hasProblems {
      settings.report("needs must_match, must_not_match or may_match")
    }
    // Where a pattern is wrong, which groups there would be is not known.
    if !settings.hasProblems { check(captures, &settings) }
  }

  private func check(_ captures: [CaptureRule], _ settings: inout Settings) {
    let known = Set(rules.filter { $0.requirement != .absent }.flatMap(\.pattern.groupNames.keys)).sorted()
    for capture in captures where !known.contains(capture.name) {
      let names =
        known.isEmpty ? "no named group; write (?<\(capture.name)>…)" : "the groups \(known.joined(separator: ", "))"
      settings.report(
        "no group is named '\(shortened(capture.name))': must_match and may_match have \(names)", at: "captures")
    }
    for rule in rules where rule.requirement == .optional && rule.captures.isEmpty {
      settings.report(
        "'\(shortened(rule.pattern.source))' asks for nothing: captures names none of its groups",
        at: rule.requirement.rawValue)
    }
  }
}

extension CaptureRule {
  /// The rule for the group of its name; nil if the pattern has none.
  fileprivate func of(_ pattern: Pattern) -> CaptureRule? {
    guard let groups = pattern.groupNames[name] else { return nil }
    var rule = self
    rule.groups = groups
    return rule
  }
}

extension Settings {
  /// The patterns under a key: their text, line, and path below this map.
  fileprivate mutating func patterns(_ key: String) -> [(source: String, line: Int, place: String)] {
    guard let setting = raw(key) else { return [] }
    guard case .list(let list) = setting.value else {
      return text(key).map { [($0, setting.line, key)] } ?? []
    }
    if list.isEmpty { report("holds no pattern", at: key) }
    if list.count > RegexRules.mostPatterns {
      report("holds \(list.count) patterns; at most \(RegexRules.mostPatterns) are allowed", at: key)
    }
    return list.prefix(RegexRules.mostPatterns).enumerated().compactMap { index, element in
      if case .text(let text) = element.value { return (text, element.line, "\(key)[\(index)]") }
      report("expected a pattern, found \(element.kind)", line: element.line, place: "\(key)[\(index)]")
      return nil
    }
  }

  fileprivate mutating func pattern(
    _ source: String, _ options: PatternOptions, _ limits: PatternLimits, line: Int, place: String
  ) -> Pattern? {
    do {
      return try Pattern(source, options: options, limits: limits)
    } catch {
      report("no usable pattern: \(error.description(in: source))", line: line, place: place)
      return nil
    }
  }

  /// Notes a problem of a value that lies deeper than this map's keys.
  private mutating func report(_ message: String, line: Int, place: String) {
    var one = Settings(Setting(.null, line: line), file: file, path: path.isEmpty ? place : "\(path).\(place)")
    one.report(message)
    absorb(one)
  }
}
