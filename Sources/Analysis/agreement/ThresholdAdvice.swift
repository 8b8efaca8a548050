/// The threshold on an evaluator's score that would have agreed best with people.
///
/// Best is the greatest balanced accuracy, the mean of the share of bad answers that fail and the
/// share of good ones that pass, so that it does not matter which kind was labelled more often.
package struct ThresholdAdvice: Hashable, Sendable {
  /// An answer would pass at this score or above.
  package var passAt: Double
  /// What to expect of it: thresholds are chosen on nine tenths of the labels and tried on the rest,
  /// ten times (ten-fold cross-validation), as a threshold always looks better on what it was chosen on.
  package var balancedAccuracy: Double
  /// That of the verdicts as they were.
  package var now: Double

  /// Fewer labels of either kind say nothing.
  package static let fewestOfAKind = 10
  private static let folds = 10

  /// Nil if too few of the verdicts have a score.
  ///
  /// - Parameter verdicts: in the order in which people gave their labels, or any other that stays.
  package init?(_ verdicts: [LabelledVerdict]) {
    let scored = verdicts.compactMap { verdict in
      verdict.score.flatMap { $0.isFinite ? (score: $0, isGood: verdict.isGood, isFailed: verdict.isFailed) : nil }
    }
    let good = scored.count { $0.isGood }
    guard min(good, scored.count - good) >= Self.fewestOfAKind else { return nil }
    var tally = Tally()
    for verdict in scored { tally.add(isGood: verdict.isGood, passes: !verdict.isFailed) }
    now = tally.balancedAccuracy

    // Every tenth of each kind, so that no fold lacks one.
    var places = (good: 0, bad: 0)
    let folds = scored.map { verdict in
      if verdict.isGood { places.good += 1 } else { places.bad += 1 }
      return (verdict.isGood ? places.good : places.bad) % Self.folds
    }
    var expected = Tally()
    for fold in 0..<Self.folds {
      let chosen = Self.best(zip(scored, folds).filter { $0.1 != fold }.map { ($0.0.score, $0.0.isGood) })
      for (verdict, _) in zip(scored, folds).filter({ $0.1 == fold }) {
        expected.add(isGood: verdict.isGood, passes: verdict.score >= chosen)
      }
    }
    balancedAccuracy = expected.balancedAccuracy
    passAt = Self.best(scored.map { ($0.score, $0.isGood) })
  }

  /// Whether the change is worth it.
  package var isBetter: Bool { balancedAccuracy > now + 0.01 }

  /// Half-way between the two scores between which the cut is best; of several the lowest.
  private static func best(_ labels: [(score: Double, isGood: Bool)]) -> Double {
    let sorted = labels.sorted { $0.score < $1.score }
    var tally = Tally()
    for label in sorted { tally.add(isGood: label.isGood, passes: true) }
    var best = (accuracy: tally.balancedAccuracy, cut: 0.0)
    for (place, label) in sorted.enumerated() {
      tally.turn(isGood: label.isGood)
      let next = place + 1 < sorted.count ? sorted[place + 1].score : nil
      if next == label.score { continue }
      let accuracy = tally.balancedAccuracy
      if accuracy > best.accuracy { best = (accuracy, next.map { ($0 + label.score) / 2 } ?? label.score.nextUp) }
    }
    return best.cut
  }

  /// Answers by what people say and what a threshold says.
  private struct Tally {
    private var good = 0
    private var bad = 0
    private var goodPassed = 0
    private var badFailed = 0

    mutating func add(isGood: Bool, passes: Bool) {
      if isGood {
        good += 1
        goodPassed += passes ? 1 : 0
      } else {
        bad += 1
        badFailed += passes ? 0 : 1
      }
    }

    /// One that passed fails now.
    mutating func turn(isGood: Bool) { if isGood { goodPassed -= 1 } else { badFailed += 1 } }

    var balancedAccuracy: Double {
      (Double(goodPassed) / Double(max(good, 1)) + Double(badFailed) / Double(max(bad, 1))) / 2
    }
  }
}
