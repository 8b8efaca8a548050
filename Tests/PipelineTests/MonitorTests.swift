import CallModel
import Testing

@testable import Pipeline

@Suite struct MonitorTests {
  @Test func waitEndsAtItsTimeout() {
    let monitor = Monitor(0)
    let clock = ContinuousClock()
    var asked = 0
    let took = clock.measure {
      let result: Int? = monitor.wait(timeout: .milliseconds(30)) { _ in
        asked += 1
        return nil
      }
      #expect(result == nil)
    }
    #expect(took >= .milliseconds(30))
    #expect(asked >= 2, "once at the beginning and once at the end")
  }

  @Test func aTimeoutOfMoreThanASecondCountsWhole() {
    // Nanoseconds beyond 10^9 carry over into the seconds of the deadline.
    let took = ContinuousClock().measure {
      let result: Int? = Monitor(0).wait(timeout: .milliseconds(1_100)) { _ in nil }
      #expect(result == nil)
    }
    #expect(took >= .milliseconds(1_100))
  }

  @Test func aChangeEndsTheWait() {
    let monitor = Monitor(0)
    let thread = NamedThread("changer") { for _ in 0..<5 { monitor.withLock { $0 += 1 } } }
    let result: Int? = monitor.wait(timeout: patience) { $0 == 5 ? $0 * 10 : nil }
    #expect(result == 50)
    thread.join()
  }

  @Test func whatHoldsAlreadyIsNotWaitedFor() {
    let result: Int? = Monitor(7).wait(timeout: 0) { $0 }
    #expect(result == 7)
    let none: Int? = Monitor(7).wait(timeout: 0) { _ in nil }
    #expect(none == nil)
  }

  @Test func aWaiterChangesTheValueForTheOthers() {
    let monitor = Monitor(0)
    let seen = Notes<Int>()
    // Each takes its turn and hands it on: a lost wake-up would stop the chain.
    let threads = (0..<8).map { turn in
      NamedThread("turn") {
        let mine: Int? = monitor.wait(timeout: patience) { value in
          guard value == turn else { return nil }
          value += 1
          return turn
        }
        seen.add(mine ?? -1)
      }
    }
    for thread in threads { thread.join() }
    #expect(monitor.withLock { $0 } == 8)
    #expect(seen.all.sorted() == Array(0..<8))
  }
}
