import Testing

@testable import CallModel

struct ExternalEvaluatorTests {
  private func kind(
    _ evaluator: ExternalEvaluator = ExternalEvaluator(name: "a", passAt: 0.7, labels: ["bad": .fail, "true": .skip]),
    score: Double? = nil, label: String? = nil, error: String? = nil
  ) -> Verdict.Kind {
    var report = EvaluationReport()
    report.score = score
    report.label = label
    report.errorType = error
    return evaluator.verdict(of: report).kind
  }

  @Test func anErrorComesBeforeALabelAndThatBeforeAScore() {
    #expect(kind(score: 1, label: "bad", error: "timeout") == .error)
    #expect(kind(score: 1, label: "BAD") == .fail)
    #expect(kind(score: 0, label: "Passed") == .pass)
    #expect(kind(score: 0.7, label: "fine") == .pass)
    #expect(kind(score: 0.69) == .fail)
    #expect(kind(label: "fine") == .skip)
    #expect(kind(score: 1, label: "true") == .skip)
  }

  @Test func aScoreOnAnotherScaleDecidesAndIsNotKept() {
    var report = EvaluationReport()
    report.score = 8
    let verdict = ExternalEvaluator(name: "a", passAt: 7).verdict(of: report)
    #expect(verdict.kind == .pass && verdict.score == nil)
  }
}
