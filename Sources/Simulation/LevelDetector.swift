internal import Analysis
internal import CallModel

/// The service's own detector against a level that is known, as the worlds of the throttles have it.
struct LevelDetector {
  let level: ReferenceLevel
  private let every: Nanoseconds
  private var detector = ShiftDetector()

  init(_ test: Watch.LevelTest) {
    level = ReferenceLevel(pHat: test.level, margin: test.shift / 4, smallestShift: test.shift)
    every = test.falseAlarmEvery
  }

  mutating func record(failed: Bool, at now: Nanoseconds) -> ShiftAlarm? {
    detector.observe(failed: failed, level: level, share: 1, falseAlarmEvery: every, at: now)
  }

  mutating func reset() { detector.reset() }
}
