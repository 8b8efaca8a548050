import CallModel
import Testing

@testable import Ingest

struct AssemblerBoundTests {
  @Test func theOldestPartsMakeRoom() {
    var world = AssemblyWorld { $0.partBytes = 4 * (KeptParts.KeptPart.overhead + 1) }
    for id in 1...6 as ClosedRange<Int64> { world.event("\(id)", of: id) }
    #expect(world.assembler.counts.droppedParts == 2)
    for id in 1...6 as ClosedRange<Int64> { world.call(id) }
    world.wait(2)
    #expect(world.news() == ["1:", "2:", "3: 3", "4: 4", "5: 5", "6: 6"])
    #expect(world.assembler.partBytes <= 4 * (KeptParts.KeptPart.overhead + 1))
  }

  @Test func aPartLargerThanTheRoomIsNotKept() {
    var world = AssemblyWorld { $0.partBytes = 1_000 }
    world.event("small", of: 1)
    world.event(String(repeating: "x", count: 1_000), of: 1)
    world.call(1)
    world.wait(2)
    #expect(world.news() == ["1: small"])
    #expect(world.assembler.counts.droppedParts == 1)
  }

  @Test func partsThatHaveServedAreNoLossWhenTheyGo() {
    var world = AssemblyWorld { $0.partBytes = 2 * (KeptParts.KeptPart.overhead + 1) }
    world.event("a", of: 1)
    world.call(1)
    world.wait(2)
    world.event("b", of: 2)
    world.event("c", of: 2)
    #expect(world.assembler.counts.droppedParts == 0)
    world.event("d", of: 2)
    #expect(world.assembler.counts.droppedParts == 1)
  }

  @Test func aCallIsNotJudgedAgainWithLessThanBefore() {
    var world = AssemblyWorld { $0.partBytes = 2 * (KeptParts.KeptPart.overhead + 1) }
    world.event("a", of: 1)
    world.call(1)
    world.wait(2)
    #expect(world.news() == ["1: a"])
    world.event("b", of: 1)
    world.event("c", of: 1)
    world.wait(2)
    #expect(world.news().isEmpty)
    #expect(world.assembler.counts.missedJudgements == 1)
  }

  @Test func partsDoNotWaitForEverForTheirCall() {
    var world = AssemblyWorld()
    world.event("old", of: 1)
    world.wait(300)
    world.event("new", of: 1)
    world.wait(301)
    world.call(1)
    world.wait(2)
    #expect(world.news() == ["1: new"])
    world.wait(601)
    #expect(world.assembler.partBytes == 0)
    #expect(world.assembler.counts.droppedParts == 0)
  }

  @Test func dismissedPartsGiveTheirBytesBack() {
    var world = AssemblyWorld()
    world.event(String(repeating: "x", count: 10_000), of: 1)
    world.assembler.dismiss(trace: TraceID(high: 0, low: 1), span: SpanID(1))
    #expect(world.assembler.partBytes == KeptParts.KeptPart.overhead)
    // Of a call that waits, nothing is freed.
    world.event("wanted", of: 2)
    world.call(2)
    world.assembler.dismiss(trace: TraceID(high: 0, low: 1), span: SpanID(2))
    world.wait(2)
    #expect(world.news() == ["2: wanted"])
  }

  @Test func beyondTheirBoundTheQuietestCallsAreJudged() {
    var world = AssemblyWorld { $0.waitingCalls = 3 }
    for id in 1...3 as ClosedRange<Int64> { world.call(id) }
    world.event("news", of: 1)
    world.call(4)
    #expect(world.news() == ["2:"])
    world.call(5)
    #expect(world.news() == ["3:"])
    #expect(world.assembler.counts.hurriedCalls == 2)
    #expect(world.assembler.waitingCalls.first == 3)
  }

  @Test func judgedCallsAreForgottenBeyondTheirBoundAndInTime() {
    var world = AssemblyWorld { $0.judgedCalls = 2 }
    for id in 1...3 as ClosedRange<Int64> { world.call(id, output: true) }
    world.wait(2)
    #expect(world.news() == ["1:", "2:", "3:"])
    for id in 1...3 as ClosedRange<Int64> { world.event("late", of: id) }
    world.wait(2)
    #expect(world.news() == ["again 2: late", "again 3: late"])
    world.wait(61)
    world.event("later", of: 3)
    world.wait(2)
    #expect(world.news().isEmpty)
    #expect(world.assembler.counts.lateParts == 0)
  }

  @Test func aCallThatIsForgottenWhileLatePartsSettleIsJudgedAgainAtOnce() {
    var world = AssemblyWorld()
    world.call(1, output: true)
    world.wait(2)
    _ = world.news()
    world.wait(59.5)
    world.event("late", of: 1)
    world.wait(1)
    #expect(world.news() == ["again 1: late"])
  }

  @Test func aCallGetsTheNewestOfTooManyParts() {
    var world = AssemblyWorld { $0.partsOfCall = 3 }
    for number in 1...5 as ClosedRange<Int64> { world.event("\(number)", of: 1, time: .seconds(number)) }
    for number in 1...5 as ClosedRange<Int64> { world.retrieval("r\(number)", ended: .seconds(number)) }
    world.call(1)
    world.wait(2)
    #expect(world.news() == ["1: 3 r3 4 r4 5 r5"])
  }

  @Test func aLateRetrievalReachesOnlySoManyCalls() {
    var world = AssemblyWorld { $0.callsOfTrace = 2 }
    for id in 1...4 as ClosedRange<Int64> { world.call(id, input: true, output: true) }
    _ = world.news()
    world.retrieval("page", ended: .seconds(9))
    world.wait(2)
    #expect(world.news() == ["again 4: page", "again 3: page"])
  }

  /// What is remembered of a trace and its calls goes with them.
  @Test func nothingIsLeftWhenAllIsForgotten() {
    var book = AssemblyBook(limits: AssemblyLimits())
    var decisions: [AssemblyBook.Decision] = []
    for id in 1...500 as ClosedRange<Int64> {
      let trace = TraceID(high: 1, low: UInt64(id / 3))
      let span = SpanID(UInt64(id))
      let part = ContentPart(
        kind: id % 2 == 0 ? .event : .retrieval, trace: trace, span: span, time: 0, source: .empty)
      book.add(part, of: span, bytes: { [1] }, at: 0, to: &decisions)
      let facts = AssemblyFacts(
        id: id, trace: trace, span: span, start: 1, hasInput: id % 5 == 0, hasOutput: true)
      _ = book.add(facts, at: 0, to: &decisions)
    }
    book.tick(at: .seconds(2), to: &decisions)
    #expect(Set(decisions.map(\.facts.id)).count == 500)
    book.tick(at: .minutes(11), to: &decisions)
    #expect(book.buckets.isEmpty)
    #expect(book.parts.count == 0)
    #expect(book.parts.size == 0)
    #expect(book.judged.count == 0)
  }
}
