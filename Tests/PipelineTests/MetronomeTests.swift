import CallModel
import Testing

@testable import Pipeline

@Suite struct MetronomeTests {
  @Test func itsBellMakesATurnAtOnce() {
    let bell = Bell()
    let turns = Notes<Nanoseconds>()
    let metronome = Metronome("bell", every: .hours(1), bell: bell) { turns.add($0) }
    for count in 1...5 {
      let before = wallClock()
      bell.ring()
      #expect(turns.wait(for: count))
      #expect(turns.all[count - 1] >= before, "it is handed the time of its turn")
    }
    metronome.stop()
    #expect(turns.all.count == 5)
  }

  @Test func itTakesTurnsWithoutABell() {
    let turns = Notes<Nanoseconds>()
    let metronome = Metronome("beat", every: .milliseconds(1)) { turns.add($0) }
    #expect(turns.wait(for: 5))
    metronome.stop()
  }

  @Test func stopEndsALongInterval() {
    let turns = Notes<Nanoseconds>()
    let bell = Bell()
    let metronome = Metronome("long", every: .hours(1), bell: bell) { turns.add($0) }
    let took = ContinuousClock().measure { metronome.stop() }
    #expect(took < .nanoseconds(patience))
    bell.ring()
    #expect(!turns.wait(for: 1, atMost: .milliseconds(20)), "the thread has ended")
  }

  @Test func aRingDuringATurnIsNotLost() {
    let bell = Bell()
    let door = Door()
    let turns = Notes<Nanoseconds>()
    let metronome = Metronome("busy", every: .hours(1), bell: bell) {
      turns.add($0)
      door.pass()
    }
    bell.ring()
    #expect(turns.wait(for: 1))
    for _ in 0..<3 { bell.ring() }
    door.open()
    #expect(turns.wait(for: 2))
    metronome.stop()
    #expect(turns.all.count == 2, "and many rings make one turn")
  }

  @Test func aStopDuringATurnIsNotUndoneByTheBell() {
    let bell = Bell()
    let door = Door()
    let turns = Notes<Nanoseconds>()
    let metronome = Metronome("busy", every: .hours(1), bell: bell) {
      turns.add($0)
      door.pass()
    }
    bell.ring()
    #expect(turns.wait(for: 1))
    let stopper = NamedThread("stopper") { metronome.stop() }
    for _ in 0..<3 { bell.ring() }
    door.open()
    // Whether the bell or the stop came first, the thread ends.
    stopper.join()
    #expect(turns.all.count <= 2)
  }

  @Test func itRestsBetweenTwoTurns() {
    let bell = Bell()
    let turns = Notes<ContinuousClock.Instant>()
    let metronome = Metronome("rest", every: .hours(1), rest: .milliseconds(20), bell: bell) { _ in
      turns.add(ContinuousClock.now)
      bell.ring()
    }
    bell.ring()
    #expect(turns.wait(for: 4))
    metronome.stop()
    for (first, second) in zip(turns.all, turns.all.dropFirst()) {
      #expect(second - first >= .milliseconds(20))
    }
  }
}
