import Testing

@testable import Analysis

@Suite struct AgreementTests {
  private func verdicts(_ counts: (badFailed: Int, goodFailed: Int, badPassed: Int, goodPassed: Int))
    -> [LabelledVerdict]
  {
    func some(_ count: Int, isGood: Bool, isFailed: Bool) -> [LabelledVerdict] {
      .init(repeating: LabelledVerdict(isGood: isGood, isFailed: isFailed), count: count)
    }
    return some(counts.badFailed, isGood: false, isFailed: true) + some(counts.goodFailed, isGood: true, isFailed: true)
      + some(counts.badPassed, isGood: false, isFailed: false)
      + some(counts.goodPassed, isGood: true, isFailed: false)
  }

  @Test func precisionIsOfFailsAndRecallOfBadAnswers() throws {
    let agreement = Agreement(verdicts((badFailed: 8, goodFailed: 2, badPassed: 24, goodPassed: 66)))
    #expect(agreement.labelled == 100)
    #expect(agreement.precision?.value == 0.8)
    #expect(agreement.recall?.value == 0.25)
    // Wilson's interval of 8 of 10, from the literature.
    let precision = try #require(agreement.precision)
    #expect(abs(precision.lower - 0.4902) < 0.0001 && abs(precision.upper - 0.9433) < 0.0001)
  }

  @Test func nothingIsSaidOfNothing() {
    let agreement = Agreement([])
    #expect(agreement.precision == nil && agreement.recall == nil && agreement.advice == nil)
    #expect(Agreement(verdicts((0, 0, 5, 5))).precision == nil)
  }

  /// Bad answers score below 0.6, good ones above, and everything passes today.
  @Test func aThresholdThatPartsThemIsFound() throws {
    let labels = (0..<60).map { number -> LabelledVerdict in
      let isGood = number % 2 == 0
      let base: Double = isGood ? 0.7 : 0.5
      return LabelledVerdict(isGood: isGood, isFailed: false, score: base + Double(number) / 1_000)
    }
    let advice = try #require(ThresholdAdvice(labels))
    #expect(advice.now == 0.5)
    #expect(advice.balancedAccuracy == 1)
    #expect(advice.isBetter)
    // Half-way between the greatest bad score and the least good one.
    #expect(abs(advice.passAt - (0.559 + 0.7) / 2) < 1e-9)
  }

  /// Scores that tell nothing: a threshold chosen on them looks better than half, and is not.
  @Test func aThresholdThatOnlyFitsChanceIsNotPraised() throws {
    var random = SeededGenerator(seed: 7)
    var praised = 0
    for _ in 0..<40 {
      let labels = (0..<40).map { number in
        LabelledVerdict(
          isGood: number % 2 == 0, isFailed: .random(using: &random), score: .random(in: 0...1, using: &random))
      }
      let advice = try #require(ThresholdAdvice(labels))
      if advice.balancedAccuracy > 0.7 { praised += 1 }
    }
    #expect(praised <= 4)
  }

  @Test func fewLabelsOfAKindGiveNoAdvice() {
    let labels = (0..<100).map { LabelledVerdict(isGood: $0 >= 9, isFailed: false, score: Double($0) / 100) }
    #expect(ThresholdAdvice(labels) == nil)
    #expect(ThresholdAdvice(labels + [LabelledVerdict(isGood: false, isFailed: false, score: 0.05)]) != nil)
    #expect(ThresholdAdvice(labels.map { LabelledVerdict(isGood: $0.isGood, isFailed: false) }) == nil)
  }

  @Test func scoresThatAreEqualAreNeverParted() throws {
    let labels = (0..<40).map { LabelledVerdict(isGood: $0 < 30, isFailed: false, score: $0 % 2 == 0 ? 1 : 0) }
    let advice = try #require(ThresholdAdvice(labels))
    #expect(advice.passAt == 0 || advice.passAt == 0.5 || advice.passAt > 1)
  }
}
