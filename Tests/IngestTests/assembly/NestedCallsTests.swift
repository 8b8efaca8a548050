import CallModel
import Testing

@testable import Ingest

struct NestedCallsTests {
  private static func call(
    _ span: UInt64, in parent: UInt64 = 0, trace: UInt64 = 1, start: Nanoseconds = 0,
    _ operation: CallModel.Operation = .chat
  ) -> CallRecord {
    var record = CallRecord()
    record.trace = TraceID(high: 9, low: trace)
    record.span = SpanID(span)
    record.parent = SpanID(parent)
    record.start = start
    record.operation = operation
    return record
  }

  /// What becomes of the calls of batches, by span: 0 is counted, else the span that it repeats.
  private static func classify(
    _ batches: [CallRecord]..., capacity: Int = 1_000
  ) -> [UInt64: UInt64] {
    var nested = NestedCalls(capacity: capacity, key: (1, 2))
    var standings: [UInt64: UInt64] = [:]
    for batch in batches {
      for (record, standing) in zip(batch, nested.classify(batch)) {
        standings[record.span.value] = if case .repeats(let span) = standing { span.value } else { 0 }
      }
    }
    return standings
  }

  @Test func callsOfTheirOwnAreCounted() {
    #expect(
      Self.classify([Self.call(1), Self.call(2, in: 99), Self.call(3, in: 99)], [Self.call(4, in: 99)])
        == [1: 0, 2: 0, 3: 0, 4: 0])
  }

  @Test func theInnermostIsCountedInWhateverOrderABatchHoldsThem() {
    let calls = [Self.call(1), Self.call(2, in: 1), Self.call(3, in: 2)]
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
      #expect(Self.classify(order.map { calls[$0] }) == [1: 3, 2: 3, 3: 0])
    }
  }

  @Test func theInnermostIsCountedWhenItCameInAnEarlierBatch() {
    #expect(Self.classify([Self.call(2, in: 1)], [Self.call(1)]) == [1: 2, 2: 0])
    #expect(Self.classify([Self.call(3, in: 2)], [Self.call(2, in: 1)], [Self.call(1)]) == [1: 3, 2: 3, 3: 0])
    #expect(Self.classify([Self.call(3, in: 2)], [Self.call(1), Self.call(2, in: 1)]) == [1: 3, 2: 3, 3: 0])
    #expect(Self.classify([Self.call(3, in: 2), Self.call(2, in: 1)], [Self.call(1)]) == [1: 3, 2: 3, 3: 0])
  }

  @Test func anOuterCallThatWasCountedStaysSoAndWhatLiesInItRepeatsIt() {
    #expect(Self.classify([Self.call(1)], [Self.call(2, in: 1)]) == [1: 0, 2: 1])
    #expect(Self.classify([Self.call(1)], [Self.call(3, in: 2), Self.call(2, in: 1)]) == [1: 0, 2: 1, 3: 1])
    #expect(Self.classify([Self.call(1)], [Self.call(2, in: 1)], [Self.call(3, in: 2)]) == [1: 0, 2: 1, 3: 1])
  }

  @Test func retriesWithinACallAreAllCountedAndItRepeatsTheLast() {
    let calls = [
      Self.call(1), Self.call(2, in: 1, start: 20), Self.call(3, in: 1, start: 30), Self.call(4, in: 1, start: 10),
    ]
    #expect(Self.classify(calls) == [1: 3, 2: 0, 3: 0, 4: 0])
    #expect(Self.classify(calls.reversed()) == [1: 3, 2: 0, 3: 0, 4: 0])
    #expect(Self.classify([calls[1]], [calls[2]], [calls[0]], [calls[3]]) == [1: 3, 2: 0, 3: 0, 4: 0])
    #expect(Self.classify([calls[1]], [calls[2], calls[0]]) == [1: 3, 2: 0, 3: 0])
  }

  @Test func theOuterOfThreeLevelsRepeatsTheLastRetryOfTheMiddleOne() {
    let calls = [
      Self.call(1), Self.call(2, in: 1, start: 1), Self.call(3, in: 2, start: 5), Self.call(4, in: 2, start: 9),
    ]
    #expect(Self.classify(calls) == [1: 4, 2: 4, 3: 0, 4: 0])
  }

  @Test func aMiddleCallThatComesLastFindsBothOthersCounted() {
    // Documented: nothing had joined them.
    #expect(Self.classify([Self.call(3, in: 2)], [Self.call(1)], [Self.call(2, in: 1)]) == [1: 0, 2: 1, 3: 0])
  }

  @Test func anOperationOfAnotherFamilyIsAnotherRequest() {
    #expect(Self.classify([Self.call(1), Self.call(2, in: 1, .embeddings)]) == [1: 0, 2: 0])
    #expect(Self.classify([Self.call(2, in: 1, .embeddings)], [Self.call(1)]) == [1: 0, 2: 0])
    #expect(Self.classify([Self.call(1, .embeddings), Self.call(2, in: 1, .embeddings)]) == [1: 2, 2: 0])
    #expect(Self.classify([Self.call(1, .generateContent), Self.call(2, in: 1, .textCompletion)]) == [1: 2, 2: 0])
  }

  @Test func theServiceThatASpanCameFromDoesNotMatter() {
    var gateway = Self.call(2, in: 1)
    gateway.resource = ByteRange(offset: 40, count: 9)
    #expect(Self.classify([gateway], [Self.call(1)]) == [1: 2, 2: 0])
  }

  @Test func spansOfOtherTracesAreOthers() {
    #expect(Self.classify([Self.call(1, trace: 5), Self.call(2, in: 1, trace: 6)]) == [1: 0, 2: 0])
  }

  @Test func aSpanThatComesAgainIsWhatItWas() {
    let inner = Self.call(2, in: 1)
    #expect(Self.classify([inner, inner], [inner]) == [2: 0])
    #expect(Self.classify([inner, Self.call(1), inner, Self.call(1)], [Self.call(1), inner]) == [1: 2, 2: 0])
    #expect(Self.classify([Self.call(1)], [inner], [inner], [Self.call(1)]) == [1: 0, 2: 1])
  }

  @Test func parentsThatGoRoundInARingHideNobody() {
    #expect(Self.classify([Self.call(1, in: 1)]) == [1: 0])
    #expect(Self.classify([Self.call(1, in: 2), Self.call(2, in: 1)]) == [1: 0, 2: 0])
    #expect(Self.classify([Self.call(1, in: 2)], [Self.call(2, in: 1)]) == [1: 0, 2: 1])
    #expect(Self.classify([Self.call(1, in: 2), Self.call(2, in: 1), Self.call(3, in: 1)]) == [1: 0, 2: 0, 3: 0])
  }

  @Test func aChainOfAHundredThousandIsSettledWithoutRecursion() {
    let calls = (1...100_000 as ClosedRange<UInt64>).map { Self.call($0, in: $0 - 1) }
    let standings = Self.classify(calls)
    #expect(standings[100_000] == 0)
    #expect(standings[1] == 100_000)
  }

  @Test func beyondItsCapacityTheOldestAreForgotten() {
    var nested = NestedCalls(capacity: 100, key: (1, 2))
    _ = nested.classify([Self.call(2, in: 1)])
    for trace in 10..<40 as Range<UInt64> { _ = nested.classify([Self.call(1, trace: trace)]) }
    #expect(nested.classify([Self.call(1)]) == [.repeats(SpanID(2))])
    for trace in 100..<300 as Range<UInt64> { _ = nested.classify([Self.call(1, trace: trace)]) }
    #expect(nested.classify([Self.call(1)]) == [.counted])
  }

  /// One request is never counted twice, whatever the batches, as long as inner comes first.
  @Test(arguments: 0..<200 as Range<UInt64>)
  func pairsInAnyBatchesAreCountedOnce(seed: UInt64) {
    var random = SeededOrder(state: seed)
    var calls: [CallRecord] = []
    for pair in 1...50 as ClosedRange<UInt64> {
      calls.append(Self.call(pair * 2, in: pair * 2 + 1, trace: pair % 7))
      calls.append(Self.call(pair * 2 + 1, in: 1_000, trace: pair % 7))
    }
    calls.shuffle(using: &random)
    var nested = NestedCalls(capacity: 10_000, key: (seed, 2))
    var counted: [UInt64: Int] = [:]
    while !calls.isEmpty {
      let batch = Array(calls.prefix(Int.random(in: 1...20, using: &random)))
      calls.removeFirst(batch.count)
      for (record, standing) in zip(batch, nested.classify(batch)) {
        switch standing {
        case .counted: counted[record.span.value / 2, default: 0] += 1
        case .repeats(let span): #expect(span.value / 2 == record.span.value / 2)
        }
      }
    }
    #expect(counted == Dictionary(uniqueKeysWithValues: (1...50).map { (UInt64($0), 1) }))
  }
}

private struct SeededOrder: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
