import CallModel
import Testing

@testable import Analysis

struct RatioWindowTests {
  private let start = Nanoseconds.hours(480_000)

  @Test func weighsVerdictsByTheInverseOfTheirInclusion() {
    var window = RatioWindow(length: .minutes(10))
    // A stratum judged in full fails always, one judged at 10 % never: 10 of 110 calls fail.
    for _ in 0..<10 { window.record(failed: true, weight: 1, at: start) }
    for _ in 0..<10 { window.record(failed: false, weight: 10, at: start) }
    let value = window.value(at: start)
    #expect(abs((value.value ?? 0) - 10.0 / 110) < 1e-12)
    #expect(value.samples == 20)
  }

  @Test func saysNothingOfAnEmptyWindow() {
    var window = RatioWindow(length: .minutes(10))
    #expect(window.value(at: start) == SignalValue(value: nil, samples: 0))
  }

  @Test func forgetsWhatHasLeftTheWindow() {
    var window = RatioWindow(length: .minutes(10))
    window.record(failed: true, weight: 1, at: start)
    window.record(failed: false, weight: 1, at: start + .minutes(5))
    #expect(window.value(at: start + .minutes(9)).value == 0.5)
    #expect(window.value(at: start + .minutes(10) + .seconds(20)).value == 0)
    #expect(window.value(at: start + .minutes(16)).samples == 0)
    #expect(window.isEmpty)
  }

  @Test func neverCountsMoreThanItsLength() {
    var window = RatioWindow(length: .seconds(30))
    for second in 0..<1_000 as Range<Int64> {
      window.record(failed: false, weight: 1, at: start + .seconds(second))
      #expect(window.value(at: start + .seconds(second)).samples == min(30, Int(second) + 1))
    }
  }

  @Test func survivesAClockThatJumpsAheadAndComesBack() {
    var window = RatioWindow(length: .minutes(10))
    window.record(failed: false, weight: 1, at: start)
    window.record(failed: true, weight: 1, at: start + .hours(5))
    window.record(failed: true, weight: 1, at: start + .seconds(1))
    #expect(window.value(at: start + .seconds(2)).samples == 2)
    window.record(failed: true, weight: 1, at: .min)
    window.record(failed: true, weight: 1, at: .max)
    #expect(window.value(at: .max).samples == 1)
  }

  @Test(arguments: [0, -1, Double.nan, .infinity, 1e300])
  func ignoresWeightsThatAreNone(weight: Double) {
    var window = RatioWindow(length: .minutes(10))
    window.record(failed: true, weight: weight, at: start)
    #expect(window.value(at: start).samples == 0)
  }

  @Test func agreesWithWilsonsFormula() {
    // Worked out by hand for 10 of 100: (0.1 + 0.0192073 ± 1.959964 · √(0.0009 + 0.0000960)) / 1.0384146.
    let interval = WilsonInterval(ratio: 0.1, size: 100)
    #expect(abs(interval.lower - 0.05523) < 5e-5)
    #expect(abs(interval.upper - 0.17437) < 5e-5)
    let none = WilsonInterval(ratio: 0, size: 50)
    #expect(none.lower == 0)
    #expect(abs(none.upper - 0.07135) < 5e-5)
  }

  @Test func equalWeightsAreWorthTheirNumber() {
    var window = RatioWindow(length: .minutes(10))
    for i in 0..<100 { window.record(failed: i < 10, weight: 10, at: start) }
    let value = window.value(at: start)
    let expected = WilsonInterval(ratio: 0.1, size: 100)
    #expect(abs((value.lower ?? 0) - expected.lower) < 1e-12)
    #expect(abs((value.upper ?? 0) - expected.upper) < 1e-12)
  }

  @Test func unequalWeightsAreWorthLess() {
    var window = RatioWindow(length: .minutes(10))
    // A tenth fails in both strata: worth (Σw)²/Σw² = 1100² / 10100 of 200.
    for i in 0..<200 { window.record(failed: i % 20 < 2, weight: i % 2 == 0 ? 10 : 1, at: start) }
    let value = window.value(at: start)
    let expected = WilsonInterval(ratio: 0.1, size: 1_100 * 1_100 / 10_100)
    #expect(abs((value.value ?? 0) - 0.1) < 1e-12)
    #expect(abs((value.lower ?? 0) - expected.lower) < 1e-9)
    #expect(abs((value.upper ?? 0) - expected.upper) < 1e-9)
  }

  @Test func itIsWorthStillLessWhenTheHeavyVerdictsFail() {
    var window = RatioWindow(length: .minutes(10))
    // 10 of the 100 heavy ones fail and none of the light: p = 100/1100,
    // V = ((1 − p)² · 1000 + p² · 9100) / 1100².
    for i in 0..<200 { window.record(failed: i % 20 == 0, weight: i % 2 == 0 ? 10 : 1, at: start) }
    let ratio = 100.0 / 1_100
    let variance = ((1 - ratio) * (1 - ratio) * 1_000 + ratio * ratio * 9_100) / (1_100 * 1_100)
    let expected = WilsonInterval(ratio: ratio, size: ratio * (1 - ratio) / variance)
    let value = window.value(at: start)
    #expect(abs((value.lower ?? 0) - expected.lower) < 1e-9)
    #expect(abs((value.upper ?? 0) - expected.upper) < 1e-9)
    #expect((value.upper ?? 0) > WilsonInterval(ratio: ratio, size: 1_100 * 1_100 / 10_100).upper)
  }

  /// Coverage under mixed strata: errors judged always (fail half the time), the rest at 10 %.
  @Test func theIntervalHoldsTheTrueRatioAboutNinetyFiveTimesInAHundred() {
    var random = SeededGenerator(seed: 1)
    let isError = 0.2
    let failsIfError = 0.5
    let failsElse = 0.04
    let truth = isError * failsIfError + (1 - isError) * failsElse
    var covered = 0
    for _ in 0..<600 {
      var window = RatioWindow(length: .minutes(10))
      for _ in 0..<1_000 {
        let error = random.happens(isError)
        let failed = random.happens(error ? failsIfError : failsElse)
        if error {
          window.record(failed: failed, weight: 1, at: start)
        } else if random.happens(0.1) {
          window.record(failed: failed, weight: 10, at: start)
        }
      }
      let value = window.value(at: start)
      if let lower = value.lower, let upper = value.upper, (lower...upper).contains(truth) { covered += 1 }
    }
    #expect((0.93...0.995).contains(Double(covered) / 600), "covered \(covered) of 600")
  }
}
