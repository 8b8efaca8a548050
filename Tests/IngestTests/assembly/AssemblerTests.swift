import CallModel
import Testing

@testable import Ingest

struct AssemblerTests {
  @Test func aCompleteCallIsJudgedAtOnce() {
    var world = AssemblyWorld()
    world.call(1, input: true, output: true)
    #expect(world.news() == ["1:"])
    #expect(world.assembler.nextDeadline == nil)
    world.wait(100)
    #expect(world.news().isEmpty)
  }

  @Test func aCallWithoutContentWaitsUntilItIsQuiet() {
    var world = AssemblyWorld()
    world.call(1, input: true)
    #expect(world.news().isEmpty)
    #expect(world.assembler.nextDeadline == world.now + .seconds(2))
    world.wait(1.999)
    #expect(world.news().isEmpty)
    world.wait(0.001)
    #expect(world.news() == ["1:"])
  }

  @Test func eachPartOfACallMakesItWaitAnew() {
    var world = AssemblyWorld()
    world.event("system", of: 1, time: .seconds(1))
    world.wait(1.5)
    world.call(1)
    world.wait(1.5)
    world.event("choice", of: 1, time: .seconds(3))
    world.wait(1.5)
    world.event("question", of: 1, time: .seconds(2))
    world.wait(1.999)
    #expect(world.news().isEmpty)
    world.wait(0.001)
    #expect(world.news() == ["1: system question choice"])
  }

  @Test func partsOfTheSameTimeStandInTheOrderTheyCameIn() {
    var world = AssemblyWorld()
    for text in ["b", "a", "c"] { world.event(text, of: 1) }
    world.call(1)
    world.wait(2)
    #expect(world.news() == ["1: b a c"])
  }

  @Test func aCallDoesNotWaitForEverForPartsThatTrickleIn() {
    var world = AssemblyWorld()
    world.call(1)
    var seconds = 0
    while world.judged.isEmpty, seconds < 100 {
      world.event("\(seconds)", of: 1, time: .seconds(Int64(seconds)))
      world.wait(1)
      seconds += 1
    }
    #expect(seconds == 20)
  }

  @Test func latePartsMakeOneSecondJudgementWithAllParts() {
    var world = AssemblyWorld()
    world.event("first", of: 1, time: .seconds(1))
    world.call(1)
    world.wait(2)
    #expect(world.news() == ["1: first"])
    world.event("third", of: 1, time: .seconds(3))
    world.wait(1.9)
    world.event("second", of: 1, time: .seconds(2))
    world.wait(1.9)
    #expect(world.news().isEmpty)
    world.wait(0.1)
    #expect(world.news() == ["again 1: first second third"])
    world.event("fourth", of: 1, time: .seconds(4))
    world.wait(30)
    #expect(world.news().isEmpty)
    #expect(world.assembler.counts.lateParts == 1)
  }

  @Test func theContextIsWhatTheTraceRetrievedBeforeTheCall() {
    var world = AssemblyWorld()
    world.retrieval("before", ended: .seconds(99))
    world.retrieval("just", ended: .seconds(100) + .milliseconds(1))
    world.retrieval("after", ended: .seconds(100) + .milliseconds(1) + 1)
    world.retrieval("elsewhere", trace: 2, ended: .seconds(99))
    world.call(1, start: .seconds(100), input: true, output: true)
    world.call(2, start: .seconds(101), input: true, output: true)
    #expect(world.news() == ["1: before just", "2: before just after"])
  }

  @Test func aLateRetrievalReachesTheCallsItCanHaveFed() {
    var world = AssemblyWorld()
    world.call(1, start: .seconds(50), input: true, output: true)
    world.call(2, start: .seconds(100), input: true, output: true)
    world.call(3, trace: 2, start: .seconds(100), input: true, output: true)
    world.call(4, start: .seconds(100), input: true)
    #expect(world.news() == ["1:", "2:", "3:"])
    world.wait(1)
    world.retrieval("page", ended: .seconds(99))
    world.wait(1)
    #expect(world.news() == ["4: page"])
    world.wait(1)
    #expect(world.news() == ["again 2: page"])
  }

  @Test func contentOnTheSpanWinsOverEventsAndRepeatedSpans() {
    var world = AssemblyWorld()
    world.event("early", of: 1)
    world.call(1, input: true, output: true)
    world.event("late", of: 1)
    world.repeated("late too", of: 1)
    world.wait(10)
    #expect(world.news() == ["1:"])
    #expect(world.assembler.partBytes < 400, "the early part was freed, the late ones not kept")
  }

  @Test func aRepeatedSpanFillsInTheCountedCall() {
    var world = AssemblyWorld()
    world.call(1, output: true)
    world.repeated("outer", of: 1)
    world.wait(2)
    #expect(world.news() == ["1: outer"])
  }

  @Test func callsOfTheSameSpanIdInOtherTracesAreOthers() {
    var world = AssemblyWorld()
    world.event("one", of: 1, trace: 1)
    world.event("two", of: 1, trace: 2)
    world.call(1, trace: 2)
    world.wait(2)
    #expect(world.news() == ["1: two"])
  }

  @Test func aSecondCallOfTheSameSpanIsJudgedToo() {
    var world = AssemblyWorld()
    world.event("part", of: 1)
    world.call(1)
    world.call(1)
    #expect(world.news() == ["1: part"])
    world.wait(2)
    world.call(1)
    #expect(world.news() == ["1: part", "1: part"])
    world.event("late", of: 1)
    world.wait(2)
    #expect(world.news() == ["again 1: part late"])
  }

  @Test func stoppingHandsOutAllThatWaits() {
    var world = AssemblyWorld()
    world.call(1)
    world.call(2)
    world.wait(2)
    _ = world.news()
    world.event("late", of: 2)
    world.call(3)
    world.assembler.drain(to: &world.judged)
    #expect(world.news() == ["3:", "again 2: late"])
    #expect(world.assembler.nextDeadline == nil)
  }

  @Test func aClockThatIsSetBackDelaysNobody() {
    var world = AssemblyWorld()
    world.call(1)
    world.wait(1)
    world.now -= .hours(5)
    world.wait(0)
    #expect(world.news().isEmpty)
    #expect(world.assembler.nextDeadline == world.now + .seconds(1))
    world.wait(1)
    #expect(world.news() == ["1:"])
    // One reading that was far ahead lets everything go, and holds nothing up afterwards.
    world.call(2)
    let before = world.now
    world.wait(1e9)
    world.now = before
    world.call(3)
    world.wait(2)
    #expect(world.news() == ["2:", "3:"])
  }

  @Test func senselessNumbersDoNoHarm() {
    var world = AssemblyWorld {
      $0.quiet = .max
      $0.longestWait = .min
      $0.partAge = .max
      $0.judgedAge = .min
      $0.tolerance = .max
      $0.partBytes = .min
      $0.waitingCalls = -1
      $0.judgedCalls = -1
      $0.partsOfCall = -1
      $0.callsOfTrace = -1
    }
    world.now = .min
    world.call(1, start: .max)
    world.now = .max
    world.retrieval("page", ended: .max)
    world.event("part", of: 1, time: .min)
    world.call(2, start: .min, input: true, output: true)
    world.call(0)
    world.assembler.drain(to: &world.judged)
    #expect(world.judged.map(\.id).sorted() == [0, 1, 2])
  }
}
