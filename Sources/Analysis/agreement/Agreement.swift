/// How far an evaluator agrees with people; what it is to find are bad answers.
package struct Agreement: Hashable, Sendable {
  package var failedAndBad = 0
  package var failedAndGood = 0
  package var passedAndBad = 0
  package var passedAndGood = 0
  package var advice: ThresholdAdvice?

  package init(_ verdicts: [LabelledVerdict]) {
    for verdict in verdicts {
      switch (verdict.isFailed, verdict.isGood) {
      case (true, false): failedAndBad += 1
      case (true, true): failedAndGood += 1
      case (false, false): passedAndBad += 1
      case (false, true): passedAndGood += 1
      }
    }
    advice = ThresholdAdvice(verdicts)
  }

  package var labelled: Int { failedAndBad + failedAndGood + passedAndBad + passedAndGood }

  /// The share of what it fails that people call bad.
  package var precision: Proportion? { Proportion(failedAndBad, of: failedAndBad + failedAndGood) }

  /// The share of what people call bad that it fails.
  package var recall: Proportion? { Proportion(failedAndBad, of: failedAndBad + passedAndBad) }
}
