import CallModel
import Testing

@testable import Analysis

struct SpendWindowTests {
  private let start = Nanoseconds.hours(480_000)

  @Test func addsUpExactlyAndScalesToAnHour() {
    var window = SpendWindow(length: .minutes(10))
    for _ in 0..<3 { window.record(NanoDollars(333_333_333), at: start) }
    window.record(NanoDollars(1), at: start + .minutes(5))
    let value = window.value(at: start + .minutes(5))
    #expect(value.spent == NanoDollars(1_000_000_000))
    #expect(value.value == 6)
    #expect(value.samples == 4)
    #expect(value.lower == nil && value.upper == nil)
  }

  @Test func holdsATrueZeroWhenNothingCameAndForgets() {
    var window = SpendWindow(length: .minutes(10))
    #expect(window.value(at: start) == SignalValue(value: 0, samples: 0, spent: .zero))
    window.record(NanoDollars(5), at: start)
    #expect(window.value(at: start + .minutes(9)).spent == NanoDollars(5))
    #expect(window.value(at: start + .minutes(11)) == SignalValue(value: 0, samples: 0, spent: .zero))
    #expect(window.isEmpty)
  }

  @Test func saturatesAndComesBack() {
    var window = SpendWindow(length: .minutes(10))
    window.record(NanoDollars(.max), at: start)
    window.record(NanoDollars(.max), at: start + .minutes(5))
    window.record(NanoDollars(-7), at: start + .minutes(5))
    #expect(window.value(at: start + .minutes(5)).spent == NanoDollars(.max))
    window.record(NanoDollars(3), at: start + .minutes(12))
    #expect(window.value(at: start + .minutes(16)).spent == NanoDollars(3))
    window.removeAll()
    #expect(window.value(at: start + .minutes(16)).samples == 0)
  }
}
