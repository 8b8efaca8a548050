import Testing

@testable import HTTPClient

@Suite struct TransferClockTests {
  private let deadlines = Deadlines(connect: 10, firstByte: 20, idle: 5, total: 100)

  private func expect(_ clock: TransferClock, _ deadline: Deadline, at moment: Int64) {
    #expect(clock.next.deadline == deadline && clock.next.at == moment, "\(clock.next)")
  }

  @Test func eachPhaseHasItsDeadline() {
    var clock = TransferClock(deadlines, now: 1000)
    expect(clock, .connect, at: 1010)
    clock.connected(at: 1003)
    expect(clock, .firstByte, at: 1023)
    clock.received(at: 1010)
    expect(clock, .idle, at: 1015)
    clock.received(at: 1014)
    expect(clock, .idle, at: 1019)
  }

  @Test func idleRestsWhileTheReaderLags() {
    var clock = TransferClock(deadlines, now: 0)
    clock.connected(at: 1)
    clock.received(at: 2)
    clock.paused()
    expect(clock, .total, at: 100)
    clock.resumed(at: 50)
    expect(clock, .idle, at: 55)
  }

  @Test func aLateResumeChangesNothing() {
    var clock = TransferClock(deadlines, now: 0)
    clock.connected(at: 1)
    clock.received(at: 2)
    clock.resumed(at: 6)
    expect(clock, .idle, at: 7)
  }

  @Test func totalRunsThroughRedirects() {
    var clock = TransferClock(deadlines, now: 0)
    clock.connected(at: 1)
    clock.received(at: 2)
    clock.restarted(at: 85)
    expect(clock, .connect, at: 95)
    clock.connected(at: 90)
    expect(clock, .total, at: 100)
  }
}
