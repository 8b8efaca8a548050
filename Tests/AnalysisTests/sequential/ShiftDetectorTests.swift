import CallModel
import Testing

@testable import Analysis

private let month = Nanoseconds.days(30)
/// What ten minutes start.
private let gap: Double = 10.0 / 43_200.0
private let known = ReferenceLevel(objective: 0.03, smallestShift: 0.02)

@Suite("The sequential test for a shift")
struct ShiftDetectorTests {
  @Test("evidence is started in proportion to time, the share and the stated rate")
  func priming() {
    var detector = ShiftDetector()
    _ = detector.observe(mean: 0.03, level: known, share: 0.5, falseAlarmEvery: month, at: .days(1))
    #expect(detector.total == 0, "the first event has no time before it")
    _ = detector.observe(mean: 0.03, level: known, share: 0.5, falseAlarmEvery: month, at: .days(1) + .minutes(3))
    // A unit whose mean is exactly the level neither wins nor loses.
    #expect(abs(detector.total - gap * 0.15) < 1e-15)
    _ = detector.observe(mean: 0.03, level: known, share: 0.5, falseAlarmEvery: month, at: .days(3))
    #expect(abs(detector.total - gap * 0.65) < 1e-15, "a gap counts for at most ten minutes")
  }

  @Test("without any evidence of failing the threshold is the stated time itself")
  func threshold() {
    var detector = ShiftDetector()
    var now = Nanoseconds.days(1)
    var alarms = 0
    for _ in 0..<(61 * 144) {
      now += .minutes(10)
      if detector.observe(mean: 0.03, level: known, share: 1, falseAlarmEvery: month, at: now) != nil { alarms += 1 }
    }
    #expect(alarms == 2)
  }

  @Test("each bet is fair at the level, loses below it and wins above it")
  func bets() {
    for level in [
      known, ReferenceLevel(pHat: 0.2, margin: 0.01, smallestShift: 0.05), ReferenceLevel(exceedance: 0.01),
    ] {
      for place in 0..<6 {
        func mean(_ p: Double) -> Double { p * level.ifFailed[place] + (1 - p) * level.ifPassed[place] }
        #expect(abs(mean(level.q) - 1) < 1e-12)
        #expect(mean(level.q * 0.9) <= 1)
        #expect(level.p1[place] >= level.q)
      }
    }
  }

  @Test("a level near or at 1 still makes no bet that wins by passing", arguments: [0.0, 0.5, 0.96, 1, .nan, 2])
  func extremeLevels(_ ratio: Double) {
    let level = ReferenceLevel(pHat: ratio, margin: 0.01, smallestShift: 0.02)
    for place in 0..<8 {
      #expect(level.ifPassed[place] >= 0 && level.ifPassed[place] <= 1 + 1e-12)
      #expect(level.ifFailed[place] >= 1 - 1e-12 && level.ifFailed[place].isFinite)
    }
  }

  @Test("a batch leaves the evidence that its verdicts leave one by one")
  func batches() {
    var random = SeededGenerator(seed: 13)
    var single = ShiftDetector()
    var batched = ShiftDetector()
    var now = Nanoseconds.days(1)
    var compared = 0
    for _ in 0..<2_000 {
      now += .seconds(40)
      let verdicts = (0..<Int.random(in: 1...9, using: &random)).map { _ in random.happens(0.04) }
      var alarm: ShiftAlarm?
      for verdict in verdicts {
        alarm = single.observe(failed: verdict, level: known, share: 1, falseAlarmEvery: month, at: now) ?? alarm
      }
      let other = batched.observe(
        failures: verdicts.count { $0 }, of: verdicts.count, level: known, share: 1, falseAlarmEvery: month, at: now)
      if alarm != nil || other != nil {
        single.reset()
        batched.reset()
        continue
      }
      for place in 0..<6 {
        compared += 1
        #expect(abs(single.evidence[place] / max(1e-300, batched.evidence[place]) - 1) < 1e-9 || single.total == 0)
      }
    }
    #expect(compared > 11_000)
  }

  @Test("an alarm says how bad it is and on what it rests, and starts again from nothing")
  func alarm() throws {
    var detector = ShiftDetector()
    var random = SeededGenerator(seed: 3)
    var now = Nanoseconds.days(1)
    var found: ShiftAlarm?
    for _ in 0..<1_000 where found == nil {
      now += .minutes(1)
      found = detector.observe(
        failed: random.happens(0.4), level: known, share: 1, falseAlarmEvery: month, at: now)
    }
    let alarm = try #require(found)
    #expect(alarm.estimate > 0.2 && alarm.estimate < 0.8)
    #expect(alarm.run.count < 60)
    #expect(alarm.run.sum >= 3)
    #expect(alarm.reference == known.q)
    #expect(detector.total == 0)
    #expect(detector.run == EvidenceRun())
  }

  @Test("a clock that jumps neither makes evidence nor leaves the test deaf")
  func clock() {
    var detector = ShiftDetector()
    let start = Nanoseconds.days(100)
    for moment in [start, start + .days(3_000), start, start + .days(3_000), start] {
      _ = detector.observe(mean: 0.03, level: known, share: 1, falseAlarmEvery: month, at: moment)
    }
    #expect(detector.total <= 2.001 * gap)
    let before = detector.total
    _ = detector.observe(mean: 0.03, level: known, share: 1, falseAlarmEvery: month, at: start + .minutes(1))
    #expect(detector.total > before)
  }

  @Test("a huge batch leaves a number")
  func hugeBatch() {
    var detector = ShiftDetector()
    _ = detector.observe(failed: false, level: known, share: 1, falseAlarmEvery: month, at: 1)
    let alarm = detector.observe(
      failures: 1 << 40, of: 1 << 40, level: known, share: 1, falseAlarmEvery: month, at: .minutes(1))
    #expect(alarm?.estimate.isFinite == true)
    _ = detector.observe(failures: 0, of: 1 << 40, level: known, share: 1, falseAlarmEvery: month, at: .minutes(2))
    #expect(detector.total.isFinite)
  }
}
