internal import CallModel
internal import Patterns
internal import PluginKit

/// Judges each call by its rules, in their order; the first objection is the verdict.
struct RegexEvaluator: Evaluator {
  private let rules: RegexRules

  init(_ rules: RegexRules) { self.rules = rules }

  func judge(_ calls: [LLMCall]) async -> [Verdict] { calls.map(judge) }

  private func judge(_ call: LLMCall) -> Verdict {
    let text = rules.part == .output ? call.output : call.input
    var undecided: Verdict?
    for rule in rules.rules {
      do {
        if let objection = try rule.objection(to: text, in: rules.part) { return objection }
      } catch {
        // Not known to match is not known not to match; another rule may still object for sure.
        undecided = undecided ?? .error(explanation(error, rule.pattern), label: error.code)
      }
    }
    return undecided ?? .pass
  }

  private func explanation(_ error: PatternError, _ pattern: Pattern) -> String {
    let name = "'\(shortened(pattern.source))'"
    // Which limit comes first depends on the machine; a verdict should not.
    if case .limit = error { return "the search for \(name) was given up at its limit of steps, time or memory" }
    return "\(name): \(error)"
  }
}
