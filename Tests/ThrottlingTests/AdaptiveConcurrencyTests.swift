import CallModel
import Testing

@testable import Throttling

struct AdaptiveConcurrencyTests {
  /// A provider with so many places: calls beyond them wait, so all take longer.
  private func settle(_ limiter: inout AdaptiveConcurrency, places: Double, rounds: Int, from now: inout Nanoseconds) {
    for _ in 0..<rounds {
      let underWay = limiter.limit
      let seconds = max(1, Double(underWay) / places)
      let start = now
      now += Nanoseconds(seconds * 1e9)
      for _ in 0..<underWay {
        limiter.end(.answered, duration: now - start, startedAt: start, underWay: underWay, at: now)
      }
    }
  }

  @Test func itGrowsWhereThereIsRoom() {
    var limiter = AdaptiveConcurrency(initial: 10, most: 60)
    var now = start
    settle(&limiter, places: 1_000, rounds: 100, from: &now)
    #expect(limiter.limit == 60)
  }

  /// Two hundred may be under way, but with forty places a call takes twice as long from eighty on.
  @Test func itFallsWhereCallsQueue() {
    var limiter = AdaptiveConcurrency(initial: 20, most: 200)
    var now = start
    settle(&limiter, places: 40, rounds: 40, from: &now)
    #expect((30...110).contains(limiter.limit))
    let before = limiter.limit
    settle(&limiter, places: 5, rounds: 20, from: &now)
    #expect(limiter.limit <= before - 10)
  }

  @Test func oneOverloadCutsOnce() {
    var limiter = AdaptiveConcurrency(initial: 100)
    for _ in 0..<50 {
      limiter.end(.overloaded, duration: 0, startedAt: start, underWay: 100, at: start + 1)
    }
    #expect(limiter.limit == 90)
    limiter.end(.overloaded, duration: 0, startedAt: start + 2, underWay: 90, at: start + 3)
    #expect(limiter.limit == 81)
    limiter.end(.failed, duration: 0, startedAt: start + 4, underWay: 80, at: start + 5)
    #expect(limiter.limit == 81)
  }

  @Test func whatIsNotUsedIsNotRaisedAndNeverLessThanOne() {
    var limiter = AdaptiveConcurrency(initial: 10)
    for _ in 0..<1_000 { limiter.end(.answered, duration: .seconds(1), startedAt: start, underWay: 2, at: start) }
    #expect(limiter.limit == 10)
    for moment in 1...200 as ClosedRange<Int64> {
      limiter.end(.overloaded, duration: 0, startedAt: start + moment, underWay: 1, at: start + moment)
    }
    #expect(limiter.limit >= 1 && limiter.admits(underWay: 0))
  }
}
