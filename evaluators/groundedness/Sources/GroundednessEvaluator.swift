internal import CallModel
internal import PluginKit

/// Judges answers by how much of them the context of their call supports.
struct GroundednessEvaluator: Evaluator {
  /// What stands in a verdict's explanation.
  enum Explain: String, CaseIterable {
    case words
    /// The features as a JSON object: what the training script reads.
    case features
  }

  var passAt = 0.5
  var explain = Explain.words
  let model = GroundednessModel.trained

  func judge(_ calls: [LLMCall]) async -> [Verdict] { calls.map(judge) }

  private func judge(_ call: LLMCall) -> Verdict {
    if let skip = skipped(call) { return skip }
    let reading = Reading(call)
    if let reason = reading.unreadable {
      // Where nothing is claimed the odds are even; a skipped call counts nowhere all the same.
      return Verdict(
        .skip, score: reason == .noClaim ? 0.5 : nil, label: reason.rawValue, explanation: reason.explanation)
    }
    let measured = Measurement(reading)
    let score = model.score(measured.whole)
    let findings = Findings(in: reading, measured, model: model, passAt: passAt)
    let passes = score >= passAt
    return Verdict(
      passes ? .pass : .fail, score: score, label: passes ? nil : findings.label,
      explanation: explain == .features ? measured.whole.json : findings.explanation(of: call.output, passes: passes),
      evidence: passes ? [] : findings.evidence)
  }

  private func skipped(_ call: LLMCall) -> Verdict? {
    if call.output.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
      if !call.toolCalls.isEmpty { return .skip("the answer asks for tools and has no text") }
      return .skip(call.outcome == .error ? "the call failed and has no answer" : "the answer has no text")
    }
    if call.context.allSatisfy({ $0.unicodeScalars.allSatisfy(\.properties.isWhitespace) }) {
      return Verdict(
        .skip, label: "no_context", explanation: "the call carries no documents or tool results to hold the answer to")
    }
    return nil
  }
}
