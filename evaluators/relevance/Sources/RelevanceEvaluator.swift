internal import CallModel
internal import PluginKit

/// Judges whether an answer addresses its question.
struct RelevanceEvaluator: Evaluator {
  /// What explanations say.
  enum Explain: String, CaseIterable, Sendable {
    /// A sentence for a person.
    case words
    /// The model's features as JSON, for its training.
    case features
  }

  static let usualPassAt = 0.25

  let passAt: Double
  let accepted: Set<Label>
  let explain: Explain

  func judge(_ calls: [LLMCall]) async -> [Verdict] { calls.map(judge) }

  private func judge(_ call: LLMCall) -> Verdict {
    if call.outcome == .error, call.output.isEmpty { return .skip("the call failed and has no answer") }
    if call.output.isEmpty, !call.toolCalls.isEmpty { return .skip("the answer asks for tools and has no text") }
    let request = Request(call.input)
    if request.wording.words.isEmpty { return .skip("the call has no question") }
    let answer = Wording(call.output)
    let asked = AskedTerms(call.input)
    let grade = AddressModel.grade(asked, call.output)
    let finding = find(in: answer, to: request, of: call) ?? Topic.find(in: answer, to: request, asked, grade)
    let score = Topic.score(finding, request, grade)
    let isAccepted = finding.map { accepted.contains($0.label) } ?? false
    return Verdict(
      score >= passAt || isAccepted ? .pass : .fail, score: score,
      label: score < passAt ? finding?.label.rawValue ?? Label.otherQuestion.rawValue : nil,
      explanation: explain == .features ? grade.features.json : finding?.explanation ?? Topic.explanation(of: grade),
      evidence: finding?.evidence ?? [])
  }

  private func find(in answer: Wording, to request: Request, of call: LLMCall) -> Finding? {
    if answer.words.isEmpty, !call.output.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) {
      return Finding(label: .empty, explanation: "the answer is empty")
    }
    return Refusal.find(in: answer, to: request) ?? Deflection.find(in: answer, to: request)
      ?? Echo.find(in: answer, to: request)
      ?? WrongLanguage.find(in: answer, LanguageGuess(answer), to: request, of: call)
  }
}
