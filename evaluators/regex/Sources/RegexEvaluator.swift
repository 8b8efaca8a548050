internal import CallModel
internal import Patterns
internal import PluginKit

/// Judges each call by its rules, in their order; the first objection is the verdict.
struct RegexEvaluator: Evaluator {
  private let part: CallPart
  private let rules: [PatternRule]

  init(_ rules: RegexRules) {
    part = rules.part
    self.rules = rules.rules
  }

  func judge(_ calls: [LLMCall]) async -> [Verdict] { calls.map(judge) }

  private func judge(_ call: LLMCall) -> Verdict {
    let texts = part.texts(of: call)
    if texts.isEmpty { return .skip("the call asks for no tool") }
    var budget = SearchBudget(bytes: texts.reduce(0) { $0 + $1.text.utf8.count }, patterns: rules.count)
    var undecided: Verdict?
    for rule in rules {
      do {
        if let objection = try rule.objection(to: texts, sharing: &budget) { return objection }
      } catch {
        // Not known to match is not known not to match; another rule may still object for sure.
        undecided = undecided ?? .error(explanation(error, rule.pattern), label: error.code)
      }
    }
    return undecided ?? .pass
  }

  private func explanation(_ error: PatternError, _ pattern: Pattern) -> String {
    let name = "'\(shortened(pattern.source))'"
    switch error {
    case .limit(.matches): return "\(name) has too many matches to look at what each captures"
    // Which limit comes first depends on the machine; a verdict should not.
    case .limit: return "the search for \(name) was given up at its limit of steps, time or memory"
    default: return "\(name): \(error)"
    }
  }
}
