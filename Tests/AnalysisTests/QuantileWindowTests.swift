import CallModel
import Testing

@testable import Analysis

struct QuantileWindowTests {
  private let start = Nanoseconds.hours(480_000)

  @Test(arguments: [0.5, 0.9, 0.99])
  func staysWithinTheHistogramsErrorOfTheExactQuantile(quantile: Double) {
    var random = SeededGenerator(seed: 2)
    var window = QuantileWindow(quantile: quantile, length: .seconds(60))
    var recent: [(at: Nanoseconds, seconds: Double)] = []
    for i in 0..<6_000 as Range<Int64> {
      let now = start + .milliseconds(i * 50)
      // Spread over two decades, with gaps of rest so that slices run empty.
      let seconds = 0.05 / (random.unit() + 0.002)
      if i / 400 % 3 != 2 {
        window.record(seconds, at: now)
        recent.append((now, seconds))
      }
      guard i % 500 == 499 else { continue }
      // Slices of 2 s on the clock's own grid: what began before the oldest is gone.
      let oldest = (now / .seconds(2) - 29) * .seconds(2)
      recent.removeAll { $0.at < oldest }
      let sorted = recent.map(\.seconds).sorted()
      let value = window.value(at: now)
      #expect(value.samples == sorted.count)
      let exact = sorted[max(0, Int((quantile * Double(sorted.count)).rounded(.up)) - 1)]
      #expect(abs((value.value ?? 0) / exact - 1) <= ExponentialHistogram.relativeError + 1e-9)
    }
  }

  @Test func fewAndManyValuesOfASliceComeToTheSame() {
    var window = QuantileWindow(quantile: 0.5, length: .minutes(10))
    var all = ExponentialHistogram()
    for i in 1...200 {
      window.record(Double(i), at: start)
      all.record(Double(i))
      #expect(window.value(at: start).value == all.quantile(0.5))
    }
    // A slice later the sum is built anew from the slices when the first ones leave.
    window.record(1_000, at: start + .minutes(9))
    #expect(window.value(at: start + .minutes(9)).samples == 201)
    #expect(window.value(at: start + .minutes(11)).samples == 1)
  }

  @Test func forgetsOnIdleTime() {
    var window = QuantileWindow(quantile: 0.5, length: .minutes(10))
    window.record(1, at: start)
    #expect(window.value(at: start + .hours(1)) == SignalValue(value: nil, samples: 0))
  }

  @Test(arguments: [-1, Double.nan, .infinity])
  func ignoresWhatIsNoDuration(seconds: Double) {
    var window = QuantileWindow(quantile: 0.5, length: .minutes(10))
    window.record(seconds, at: start)
    #expect(window.value(at: start).samples == 0)
  }

  @Test func knowsTheShareAboveABound() {
    var window = QuantileWindow(quantile: 0.95, length: .minutes(10))
    #expect(window.exceedance(of: 5, at: start) == nil)
    for i in 0..<100 { window.record(i < 20 ? 10 : 1, at: start) }
    #expect(abs((window.exceedance(of: 5, at: start) ?? 0) - 0.2) < 1e-12)
  }

  @Test(arguments: [0.5, 0.95])
  func theIntervalHoldsTheTrueQuantileAboutNinetyFiveTimesInAHundred(quantile: Double) {
    var random = SeededGenerator(seed: 3)
    var covered = 0
    for _ in 0..<400 {
      var window = QuantileWindow(quantile: quantile, length: .minutes(10))
      // Uniform on 1..<2: the true quantile is 1 + q.
      for _ in 0..<500 { window.record(1 + random.unit(), at: start) }
      let value = window.value(at: start)
      // The buckets' own error is not part of the interval.
      let slack = 1 + ExponentialHistogram.relativeError
      if let lower = value.lower, let upper = value.upper, (lower / slack...upper * slack).contains(1 + quantile) {
        covered += 1
      }
    }
    #expect(Double(covered) / 400 >= 0.93, "covered \(covered) of 400")
  }
}
