import CallModel
import Testing

@testable import Analysis

@Suite("What is usual for a ratio")
struct BaselineLearnerTests {
  /// Feeds whole hours of 400 verdicts.
  private func feed(
    _ learner: inout BaselineLearner, hours: Range<Int64>, ratio: (Int64) -> Double, perHour: Int = 400
  ) {
    for hour in hours {
      _ = learner.advance(to: .hours(hour))
      let fails = Int((ratio(hour) * Double(perHour)).rounded())
      for verdict in 0..<perHour { learner.record(verdict < fails ? 1 : 0) }
    }
  }

  @Test("an hour enters six hours late")
  func lag() {
    var learner = BaselineLearner()
    feed(&learner, hours: 1_000..<1_001) { _ in 0.5 }
    for hour in Int64(1_001)...1_006 {
      _ = learner.advance(to: .hours(hour))
      #expect(learner.size == 0)
    }
    _ = learner.advance(to: .hours(1_007))
    #expect(learner.size == 400)
  }

  @Test("the level follows with a half-life of twelve hours, once enough is known")
  func halfLife() {
    var learner = BaselineLearner()
    // So few that the course over the day is not used yet.
    feed(&learner, hours: 1_000..<1_014, ratio: { _ in 0.02 }, perHour: 200)
    feed(&learner, hours: 1_014..<1_032, ratio: { _ in 0.1 }, perHour: 200)
    #expect(learner.isLearned)
    // Worked out by hand from the definition; a half-life of 24 hours would give 6.0 %, of 6 hours 7.3 %.
    #expect(abs(learner.pHat - 0.065858) < 1e-5)
  }

  @Test("the course over the day is learned")
  func course() {
    var learner = BaselineLearner()
    let course: (Int64) -> Double = { $0 % 24 < 12 ? 0.02 : 0.08 }
    feed(&learner, hours: 2_400..<2_400 + 24 * 10, ratio: course)
    for hour in Int64(2_640)..<2_664 {
      feed(&learner, hours: hour..<hour + 1, ratio: course)
      #expect(abs(learner.pHat - course(hour)) < 0.015)
    }
  }

  @Test("what moves from hour to hour by itself widens the margin, chance does not")
  func spread() {
    var random = SeededGenerator(seed: 8)
    var still = BaselineLearner()
    var moving = BaselineLearner()
    for hour in Int64(1_000)..<1_400 {
      _ = still.advance(to: .hours(hour))
      _ = moving.advance(to: .hours(hour))
      let ratio = hour % 2 == 0 ? 0.02 : 0.06
      for _ in 0..<300 {
        still.record(random.happens(0.04) ? 1 : 0)
        moving.record(random.happens(ratio) ? 1 : 0)
      }
    }
    #expect(still.spreadBetweenHours < 0.005)
    // The hour of the day cannot explain it away: both parities are of different hours.
    #expect(still.margin(smallestShift: 0.04) < 0.0125)
    #expect(moving.isLearned)
  }

  @Test("in the first week the spread is taken to be at least 15 %")
  func firstWeek() {
    var learner = BaselineLearner()
    feed(&learner, hours: 1_000..<1_100) { _ in 0.1 }
    #expect(abs(learner.spreadBetweenHours - 0.15 * learner.pHat) < 1e-9)
    feed(&learner, hours: 1_100..<1_200) { _ in 0.1 }
    #expect(learner.spreadBetweenHours < 0.005)
  }

  @Test("frozen, nothing is learned, and hours that waited are forgotten")
  func freeze() {
    var learner = BaselineLearner()
    feed(&learner, hours: 1_000..<1_100) { _ in 0.02 }
    let usual = learner.pHat
    feed(&learner, hours: 1_100..<1_103) { _ in 0.9 }
    learner.freeze()
    feed(&learner, hours: 1_103..<1_200) { _ in 0.9 }
    #expect(abs(learner.pHat - usual) < 0.003)
    learner.thaw()
    feed(&learner, hours: 1_200..<1_220) { _ in 0.02 }
    #expect(abs(learner.pHat - usual) < 0.003)
  }

  @Test("until enough is known the margin is what chance may do to the little that is")
  func warmUp() {
    var learner = BaselineLearner(prior: 0.1)
    _ = learner.advance(to: .hours(1_000))
    #expect(abs(learner.margin(smallestShift: 0.02) - 2.5 * (0.1 * 0.9 / 50).squareRoot()) < 1e-9)
  }

  @Test("a clock that jumps does no harm", arguments: [Int64(1_050), 90_000, 10, -5])
  func clock(_ hour: Int64) {
    var learner = BaselineLearner()
    feed(&learner, hours: 1_000..<1_100) { _ in 0.02 }
    feed(&learner, hours: hour..<hour + 20) { _ in 0.02 }
    #expect(learner.pHat > 0.015 && learner.pHat < 0.03)
    #expect(learner.isSound)
  }
}
