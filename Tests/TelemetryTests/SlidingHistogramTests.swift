import CallModel
import Testing

@testable import Telemetry

@Suite struct SlidingHistogramTests {
  /// The start of a slice.
  private let origin = start - start % SlidingHistogram.sliceLength

  @Test func holdsFiveMinutesAndForgets() {
    var window = SlidingHistogram()
    for minute in 0..<10 as Range<Int64> { window.record(Double(minute + 1), at: origin + .minutes(minute)) }
    let now = origin + .minutes(9)
    #expect(window.merged(at: now).count == 5)
    #expect(window.merged(at: now).sum == 6 + 7 + 8 + 9 + 10)
    #expect(window.merged(at: now + .minutes(3)).count == 2)
    #expect(window.merged(at: now + .minutes(5)).count == 0)
  }

  @Test func mergedSlicesAreAsOneHistogram() {
    var window = SlidingHistogram()
    var whole = ExponentialHistogram()
    for i in 0..<3_000 as Range<Int64> {
      let value = 0.1 + Double(i * 7_919 % 3_000) / 200
      window.record(value, at: origin + .milliseconds(80) * i)
      whole.record(value)
    }
    let merged = window.merged(at: origin + .minutes(4))
    #expect(merged.count == 3_000)
    for q in [0.01, 0.5, 0.95, 0.99, 1] { #expect(merged.quantile(q) == whole.quantile(q)) }
  }

  @Test func idleSlicesAreFreed() {
    var window = SlidingHistogram()
    window.record(1, at: origin)
    #expect(MemoryLayout.size(ofValue: window) == 8)
    window.trim(at: origin + .minutes(4))
    #expect(!window.isEmpty)
    window.trim(at: origin + .minutes(5))
    #expect(window.isEmpty)
  }

  @Test func survivesAClockThatIsSetBack() {
    var window = SlidingHistogram()
    window.record(1, at: origin + .minutes(2))
    window.record(2, at: origin)
    #expect(window.merged(at: origin).count == 2)
    // Far back: what is there belongs to no window of this clock.
    window.record(3, at: origin - .hours(1))
    #expect(window.merged(at: origin - .hours(1)).sum == 3)
    window.record(4, at: origin)
    #expect(window.merged(at: origin).sum == 4)
  }

  @Test func anIdleSeriesIsTrimmedByTheTrafficOfOthers() {
    let world = World()
    var measurements = Measurements()
    measurements.record(world.call("idle", duration: 1), at: origin)
    for minute in 0..<8 as Range<Int64> {
      measurements.record(world.call("busy", duration: 1), at: origin + .minutes(minute))
    }
    #expect(measurements.calls.series.map(\.duration.isIdle) == [true, false])
    let summary = measurements.snapshot(at: origin + .minutes(8), symbols: world.symbols)
      .value("assay_call_duration_seconds", "idle", "openai", "gpt-4o")
    #expect(summary?.quantiles?.allSatisfy(\.isNaN) == true)
    #expect(summary?.count == 1)
  }
}
