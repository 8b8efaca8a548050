internal import Patterns
internal import PluginKit

/// The part of a call that patterns are searched for in.
enum CallPart: String, CaseIterable {
  case output, input
}

/// What a configuration asks of an answer, compiled.
struct RegexRules {
  var part: CallPart
  var rules: [PatternRule]

  static let mostPatterns = 1_000

  /// Problems are reported into `settings`; what is wrong is left out.
  init(reading settings: inout Settings) {
    part = settings.choice("on_part", default: CallPart.output)
    let options: PatternOptions = settings.bool("ignore_case", default: false) ? .caseless : []
    let steps = settings.integer("match_limit", default: 10_000_000, in: 1...1_000_000_000)
    let limits = PatternLimits(steps: UInt32(clamping: steps))

    // What must not be there comes first: its verdict has evidence to show.
    rules = []
    for (key, requirement) in [("must_not_match", Requirement.absent), ("must_match", .present)] {
      let sources = settings.texts(key) ?? []
      if settings.has(key), sources.isEmpty, !settings.hasProblems {
        settings.report("holds no pattern", at: key)
      }
      if sources.count > Self.mostPatterns {
        settings.report("holds more than \(Self.mostPatterns) patterns", at: key)
      }
      for source in sources.prefix(Self.mostPatterns) {
        do {
          let pattern = try Pattern(source, options: options, limits: limits)
          rules.append(PatternRule(requirement: requirement, pattern: pattern))
        } catch {
          settings.report("'\(shortened(source))' is no usable pattern: \(error)", at: key)
        }
      }
    }
    if !settings.has("must_match"), !settings.has("must_not_match") {
      settings.report("needs must_match, must_not_match or both")
    }
  }
}
