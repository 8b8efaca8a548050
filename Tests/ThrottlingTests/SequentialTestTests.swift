import Testing

@testable import Throttling

struct SequentialTestTests {
  private func test(healthy: Double = 0.05, estimate: Double = 0.4) -> SequentialTest {
    SequentialTest(healthy: healthy, estimate: estimate, goodEvidence: 10, badEvidence: 10)
  }

  @Test func setsTheBadLevelHalfWayButAtLeastTwoShiftsOff() {
    #expect(abs(test(estimate: 0.4).bad - 0.225) < 1e-12)
    #expect(abs(test(estimate: 0.06).bad - 0.15) < 1e-12)
    #expect(test(healthy: 0.5, estimate: 1).bad == 0.75)
    #expect(test(healthy: 0).healthy == 0.001)
    #expect(test(healthy: .nan, estimate: .nan).bad > 0.1)
  }

  @Test func addsTheLogarithmsOfTheLikelihoodRatios() {
    var test = test()
    test.record(failed: false, weight: 1)
    // ln(0.95 / 0.775)
    #expect(abs(test.logRatio - 0.203599) < 1e-6)
    test.record(failed: true, weight: 1)
    // + ln(0.05 / 0.225)
    #expect(abs(test.logRatio - (0.203599 - 1.504077)) < 1e-6)
    #expect(test.mean == 0.5)
    var batch = self.test()
    batch.record(passes: 1, failures: 1)
    #expect(abs(batch.logRatio - test.logRatio) < 1e-12)
  }

  @Test func concludesAndCanBeTalkedOutOfIt() {
    var test = test()
    for _ in 0..<11 { test.record(failed: false, weight: 1) }
    #expect(test.conclusion == .undecided)
    test.record(failed: false, weight: 1)
    #expect(test.conclusion == .good)
    for _ in 0..<1_000 { test.record(failed: false, weight: 1) }
    #expect(test.logRatio == test.goodBoundary)
    test.record(failed: true, weight: 1)
    #expect(test.conclusion == .undecided)
    for _ in 0..<3 { test.record(failed: true, weight: 1) }
    #expect(test.conclusion == .bad)
  }

  @Test func lighterProbesCountForLess() {
    var test = test()
    test.record(failed: false, weight: 10)
    let one = test.logRatio
    test.record(failed: false, weight: 1)
    #expect(abs(test.logRatio - 1.1 * one) < 1e-12)
    test.record(failed: true, weight: .nan)
    test.record(failed: true, weight: 0)
    test.record(failed: true, weight: .infinity)
    #expect(test.probes == 2)
  }

  /// Wald's bounds: a wrong conclusion has at most probability 1/10 on either side.
  @Test(arguments: [(0.05, true), (0.225, false)])
  func errsAsRarelyAsItPromises(ratio: Double, isHealthy: Bool) {
    var random = SeededGenerator(seed: 5)
    var wrong = 0
    for _ in 0..<4_000 {
      var test = test()
      while test.conclusion == .undecided { test.record(failed: random.happens(ratio), weight: 1) }
      if (test.conclusion == .good) != isHealthy { wrong += 1 }
    }
    #expect(Double(wrong) / 4_000 <= 0.1, "\(wrong) of 4000 were wrong")
    #expect(wrong > 0)
  }
}
