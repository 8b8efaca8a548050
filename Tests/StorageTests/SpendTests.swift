import CallModel
import Storage
import Testing

/// The sums that are kept on write are those of the calls, whatever happens.
@Suite struct SpendTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  struct Cell: Hashable {
    var start: Nanoseconds
    var dimensions: Dimensions
  }

  /// Writes random calls of some hours; returns each with its names.
  private func write(
    _ count: Int, seed: UInt64, over span: Nanoseconds, to index: Index, batches: Int64 = 8
  ) throws -> [(record: CallRecord, dimensions: Dimensions)] {
    var random = RandomSpend(random: SplitMix(state: seed))
    var all: [(record: CallRecord, dimensions: Dimensions)] = []
    for _ in 0..<batches {
      let calls = (0..<count).map { _ in
        random.call(at: newYear + .random(in: 0..<span, using: &random.random))
      }
      var batch = indexed(index.lastBatch + 1, firstCall: index.nextCall, calls: calls.map(\.record))
      batch.body = RandomSpend.body
      try index.write(changes([batch]))
      all += calls
    }
    return all
  }

  private func cells(_ calls: [(record: CallRecord, dimensions: Dimensions)], width: Nanoseconds) -> [Cell: SpendSums] {
    var result: [Cell: SpendSums] = [:]
    for (call, dimensions) in calls {
      result.count(call, under: Cell(start: call.arrival - call.arrival % width, dimensions: dimensions))
    }
    return result
  }

  /// What the store says, with the parts of one stretch added up.
  private func cells(_ rows: [SpendRow]) -> [Cell: SpendSums] {
    rows.reduce(into: [:]) {
      $0[Cell(start: $1.start, dimensions: $1.dimensions), default: SpendSums()] += $1.sums
    }
  }

  @Test func eachFiveMinutesHaveTheSumsOfTheirCalls() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    let calls = try write(300, seed: 1, over: .hours(2), to: index)
    let rows = try index.reader.read { try $0.allSpend() }
    #expect(rows.allSatisfy { $0.width == .minutes(5) })
    let found = cells(rows)
    #expect(found == cells(calls, width: .minutes(5)))
  }

  @Test func aRestartGoesOnAdding() throws {
    var calls: [(record: CallRecord, dimensions: Dimensions)] = []
    for seed: UInt64 in 1...3 {
      let index = try Index(folder.lock(), symbols: symbols)
      calls += try write(50, seed: seed, over: .minutes(20), to: index)
    }
    let index = try Index(folder.lock(), symbols: symbols)
    let found = cells(try index.reader.read { try $0.allSpend() })
    #expect(found == cells(calls, width: .minutes(5)))
  }

  @Test func aCrashLeavesCallsAndSumsInStep() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    for round: Int64 in 1...6 {
      _ = try write(20, seed: UInt64(round), over: .minutes(10), to: index, batches: 1)
      let crashed = try TemporaryFolder()
      try folder.copy(to: crashed)
      let found = try Index(crashed.lock(), symbols: symbols).reader.read { snapshot in
        (try snapshot.callCount(), try snapshot.allSpend().reduce(0) { $0 + $1.sums.calls })
      }
      #expect(found == (Int(round) * 20, round * 20))
    }
  }

  /// Under load many transactions are summed up at once, and nobody sees that.
  @Test func whatIsSummedUpLaterIsNeverMissing() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    let query = try SpendQuery(from: 0, to: .max)
    var calls: [(record: CallRecord, dimensions: Dimensions)] = []
    var expected = SpendSums()
    for round: UInt64 in 1...13 {
      // Past the number of calls that may wait, and at the end a small one.
      let new = try write(round == 13 ? 5 : 2_000, seed: round, over: .minutes(10), to: index, batches: 1)
      calls += new
      for (call, _) in new { expected.add(call.usage, cost: call.cost, failed: call.outcome == .error) }
      #expect(try index.reader.read { try $0.spend(query) }.map(\.sums) == [expected])
      guard [1, 10, 11, 13].contains(round) else { continue }
      let crashed = try TemporaryFolder()
      try folder.copy(to: crashed)
      let after = try Index(crashed.lock(), symbols: symbols)
      #expect(try after.reader.read { try $0.spend(query) }.map(\.sums) == [expected])
      // And is still there when more was written.
      let more = try write(3, seed: 100, over: .minutes(10), to: after, batches: 1)
      let found = cells(try after.reader.read { try $0.allSpend() })
      #expect(found == cells(calls + more, width: .minutes(5)))
    }
  }

  @Test func aTransactionThatFailsLeavesNoSumAndNoNumberBehind() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    var random = RandomSpend(random: SplitMix(state: 3))
    let calls = (0..<40).map { _ in random.call(at: newYear) }
    var first = indexed(1, firstCall: 1, calls: [calls[0].record])
    first.body = RandomSpend.body
    try index.write(changes([first]))
    // The second batch has the first one's id, so that the whole transaction is refused.
    var others = indexed(2, firstCall: 2, calls: calls.map(\.record))
    others.body = RandomSpend.body
    #expect(storageError { try index.write(changes([others, first])) } != nil)
    #expect(try index.reader.read { try $0.allSpend() }.count == 1)
    try index.write(changes([others]))
    let found = cells(try index.reader.read { try $0.allSpend() })
    #expect(found == cells([calls[0]] + calls, width: .minutes(5)))
  }

  @Test func oldSumsBecomeHoursThenDaysThenNothing() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    let calls = try write(300, seed: 9, over: .days(2), to: index)
    func compact(at now: Nanoseconds) throws {
      var rounds = 0
      while try index.compactSpend(at: now, chunk: 37) {
        rounds += 1
        #expect(rounds < 2_000)
      }
    }
    func found() throws -> [Cell: SpendSums] {
      cells(try index.reader.read { try $0.allSpend() })
    }
    // A day and a half are older than 26 hours.
    try compact(at: newYear + .days(2) + .hours(14) + .minutes(7))
    let border = newYear + .hours(36)
    var expected = cells(calls.filter { $0.record.arrival < border }, width: .hours(1))
    expected.merge(cells(calls.filter { $0.record.arrival >= border }, width: .minutes(5))) { $1 }
    #expect(try found() == expected)
    // What comes late is added to the hour that is there.
    let late = try write(10, seed: 10, over: .hours(1), to: index, batches: 1)
    try compact(at: newYear + .days(2) + .hours(14) + .minutes(7))
    expected.merge(cells(late, width: .hours(1))) { before, added in
      var sums = before
      sums += added
      return sums
    }
    #expect(try found() == expected)

    try compact(at: newYear + .days(42))
    #expect(try found() == cells(calls + late, width: .days(1)))
    try compact(at: newYear + .days(401) + .hours(1))
    #expect(try found() == cells((calls + late).filter { $0.record.arrival >= newYear + .days(1) }, width: .days(1)))
    try compact(at: newYear + .days(500))
    #expect(try found().isEmpty)
    // Names that are forgotten can come again.
    let again = try write(30, seed: 9, over: .minutes(5), to: index, batches: 1)
    #expect(try found() == cells(again, width: .minutes(5)))
  }

  @Test func sumsStayAtTheLargestNumber() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    var dear = call(1)
    dear.cost = NanoDollars(.max - 1)
    dear.usage = TokenUsage(input: .max, output: -5)
    for id: Int64 in 1...3 { try index.write(changes([indexed(id, firstCall: id, calls: [dear])])) }
    let row = try #require(try index.reader.read { try $0.allSpend() }.first)
    #expect(row.sums.cost == NanoDollars(.max) && row.sums.input == .max && row.sums.output == 0)
    var other = dear
    other.route = symbols.routes.intern("elsewhere")
    try index.write(changes([indexed(4, firstCall: 4, calls: [other])]))
    let query = try SpendQuery(from: 0, to: .max)
    let sums = try #require(try index.reader.read { try $0.spend(query) }.first?.sums)
    #expect(sums.cost == NanoDollars(.max) && sums.input == .max && sums.calls == 4)
  }
}
