import Analysis
import CallModel
import Testing

struct MeanWindowTests {
  private let start = Nanoseconds.hours(480_000)

  @Test func isTheMeanWithItsInterval() throws {
    var window = MeanWindow(length: .minutes(10))
    for value in [1.0, 2, 3, 4, -1, .nan, .infinity] { window.record(value, at: start) }
    let value = window.value(at: start)
    #expect(value.value == 2.5)
    #expect(value.samples == 4)
    // The spread of 1 to 4 is 1.25, so half the interval is 1.96 · √(1.25 / 4).
    #expect(abs((value.upper ?? 0) - 2.5 - 1.959_963_985 * 0.559_016_994) < 1e-6)
  }

  @Test func forgetsWhatHasLeft() {
    var window = MeanWindow(length: .minutes(10))
    window.record(100, at: start)
    window.record(2, at: start + .minutes(9))
    #expect(window.value(at: start + .minutes(9)).value == 51)
    #expect(window.value(at: start + .minutes(11)).value == 2)
    #expect(window.value(at: start + .minutes(30)).samples == 0)
    #expect(window.isEmpty)
  }

  @Test func isEmptiedOnPurpose() {
    var window = MeanWindow(length: .minutes(10))
    window.record(100, at: start)
    window.removeAll()
    #expect(window.value(at: start) == SignalValue(value: nil, samples: 0))
  }
}
