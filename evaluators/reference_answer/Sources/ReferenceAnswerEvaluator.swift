internal import CallModel
internal import PluginKit
internal import Text

/// Judges each answer by the references that are known for its call.
struct ReferenceAnswerEvaluator: Evaluator {
  let comparison: Comparison
  let references: References

  func judge(_ calls: [LLMCall]) async -> [Verdict] { calls.map(judge) }

  private func judge(_ call: LLMCall) -> Verdict {
    let known = references.known(for: call)
    if known.right.isEmpty, known.wrong.isEmpty { return .skip("no reference is known for this call") }
    if call.output.isEmpty {
      if !call.toolCalls.isEmpty { return .skip("the answer asks for tools and has no text") }
      if call.outcome == .error { return .skip("the call failed and has no answer") }
    }
    // Those of the settings have been checked; these came with the call.
    for reference in known.right + known.wrong {
      if let flaw = reference.flaw(for: comparison.method) { return .skip("a reference is unfit: \(flaw)") }
    }
    let answer = ComparedText(call.output, for: comparison.method)
    if comparison.method == .numeric, answer.canonical.quantities.isEmpty, !known.right.isEmpty {
      return .fail("the answer has no number", label: "no_number")
    }
    guard let contest = Contest(answer, known, by: comparison) else {
      return .error(
        "the answer and a reference are too long to be compared by \(comparison.method.rawValue)", label: "too_long")
    }
    let outcome = contest.outcome
    let decisive = outcome == .wrong ? contest.wrong : contest.right
    return Verdict(
      outcome == .pass ? .pass : .fail, score: contest.score(by: comparison.method),
      label: outcome.label(for: comparison.method),
      explanation: contest.explanation(on: answer, known, by: comparison),
      evidence: decisive?.nearness.place.map { [$0] } ?? [])
  }
}

extension Contest.Outcome {
  fileprivate func label(for method: Method) -> String? {
    switch self {
    case .pass: nil
    case .far: method.isGraded ? "far" : "different"
    case .wrong: "wrong"
    }
  }
}
