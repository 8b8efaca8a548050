import CallModel
import Testing

@testable import Analysis

@Suite("Latencies and means under watch")
struct ValueSignalTests {
  /// Log-uniform seconds around `middle`.
  private func seconds(_ random: inout SeededGenerator, _ middle: Double) -> Double {
    middle * exponential(2 * random.unit() - 1)
  }

  @Test("a latency that doubles is found, and says which bound it exceeds how often")
  func latency() throws {
    var signal = QuantileSignal()
    var random = SeededGenerator(seed: 2)
    var now = Nanoseconds.days(10)
    for _ in 0..<6_000 {
      now += .seconds(6)
      let alarm = signal.observe(seconds(&random, 2), share: 1, learns: true, at: now)
      #expect(alarm == nil)
    }
    #expect(signal.isReady)
    var found: ShiftAlarm?
    var count = 0
    while found == nil, count < 1_000 {
      now += .seconds(6)
      count += 1
      found = signal.observe(seconds(&random, 4), share: 1, learns: true, at: now)
    }
    let alarm = try #require(found)
    #expect(count < 120)
    #expect(alarm.estimate > alarm.baseline)
    signal.raise(alarm)
    let bound = try #require(signal.bound)
    #expect(bound > 1.9 && bound < 6)
    var calls = 0
    var isOver = false
    while !isOver, calls < 2_000 {
      calls += 1
      isOver = signal.isWell(after: seconds(&random, 2))
    }
    #expect(isOver)
  }

  @Test("a histogram gives a bound and the share that lies above it exactly")
  func bound() throws {
    var histogram = ValueHistogram()
    for value in 1...1_000 { histogram.record(Double(value) / 100) }
    for quantile in [0.5, 0.9, 0.99] {
      let bound = try #require(histogram.bound(at: quantile))
      let above = Double((1...1_000).count { Double($0) / 100 >= bound.value }) / 1_000
      #expect(abs(bound.share - above) < 0.002)
      #expect(abs(bound.share - (1 - quantile)) < 0.03)
    }
    #expect(ValueHistogram().bound(at: 0.5) == nil)
  }

  @Test("what a call costs, and what a minute costs, are found to rise", arguments: [true, false])
  func means(_ perMinute: Bool) throws {
    var signal = MeanSignal(perMinute ? .perMinute : .each, reference: perMinute ? 1.6 : 1.05)
    var random = SeededGenerator(seed: 4)
    var now = Nanoseconds.days(10)
    func spend(_ factor: Double) -> ShiftAlarm? {
      now += .seconds(30)
      return signal.observe(factor * 2 * random.unit(), share: 1, learns: true, at: now)
    }
    var early = 0
    for _ in 0..<(2 * 60 * 72) where spend(1) != nil { early += 1 }
    #expect(early == 0)
    #expect(signal.isReady)
    #expect(abs(signal.usual.level - (perMinute ? 2 : 1)) < 0.3)
    var count = 0
    while count < 2_000 {
      count += 1
      if spend(3) != nil { break }
    }
    #expect(count < 120)
  }

  @Test("a silent minute lowers the evidence")
  func silence() {
    var signal = MeanSignal(.perMinute, reference: 1.6)
    var now = Nanoseconds.days(10)
    for _ in 0..<(60 * 72) {
      now += .minutes(1)
      _ = signal.observe(1, share: 1, learns: true, at: now)
    }
    for _ in 0..<4 {
      now += .minutes(1)
      _ = signal.observe(4, share: 1, learns: true, at: now)
    }
    let before = signal.evidence
    #expect(before > 0)
    now += .minutes(30)
    _ = signal.observe(1, share: 1, learns: true, at: now)
    #expect(signal.evidence < before)
  }

  @Test("a weighted bet is fair at the level, whatever the probabilities")
  func weighted() {
    let level = WeightedLevel(pHat: 0.03, margin: 0.005, leastInclusion: 0.1)
    for inclusion in [0.1, 0.4, 1] {
      let failed = level.factors(failed: true, inclusion: inclusion)
      let passed = level.factors(failed: false, inclusion: inclusion)
      for place in 0..<5 {
        #expect(abs(level.q * failed[place] + (1 - level.q) * passed[place] - 1) < 1e-12)
        #expect(passed[place] > 0)
      }
    }
    let below = level.factors(failed: false, inclusion: 0)
    #expect(below[4] > 0)
  }
}
