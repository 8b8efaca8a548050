import CallModel
import Storage
import Testing

/// Pages of calls that a filter holds for.
@Suite struct CallFilterTests {
  private let folder: TemporaryFolder
  private let index: Index

  /// Calls 1 to 30, of which every third is an error, every fifth on another route, and every second judged:
  /// those that divide by 4 as failed.
  init() throws {
    folder = try TemporaryFolder()
    index = try Index(folder.lock(), symbols: symbols)
    let calls = (1...30).map { number in
      var record = call(number, at: newYear + Nanoseconds(number))
      record.outcome = number % 3 == 0 ? .error : .ok
      if number % 5 == 0 { record.route = symbols.routes.intern("search") }
      return record
    }
    try index.write(
      changes(
        [indexed(1, calls: calls)],
        verdicts: (1...15).map { judged(Int64($0 * 2), "grounded", $0 % 2 == 0 ? .fail("no") : .pass) }))
  }

  private func ids(_ filter: CallFilter, _ query: CallQuery = CallQuery()) throws -> [Int64] {
    try index.reader.read { try $0.page(query, where: filter) }.calls.map(\.call.id)
  }

  @Test func byOutcomeScopeAndVerdict() throws {
    let thirds = try ids(CallFilter(outcome: .error))
    #expect(thirds == [30, 27, 24, 21, 18, 15, 12, 9, 6, 3])
    let searches = try ids(CallFilter(scope: try Scope(parsing: "route=sea*")))
    #expect(searches == [30, 25, 20, 15, 10, 5])
    let failed = try ids(CallFilter(evaluator: "grounded", verdict: .fail))
    #expect(failed == [28, 24, 20, 16, 12, 8, 4])
    #expect(try ids(CallFilter(evaluator: "other")).isEmpty)
    #expect(try ids(CallFilter(isJudged: true)).count == 15)
    #expect(try ids(CallFilter(scope: try Scope(parsing: "route=search"), outcome: .error)) == [30, 15])
  }

  @Test func pagesFollowEachOtherWithoutGapOrRepeat() throws {
    var seen: [Int64] = []
    var query = CallQuery(limit: 4)
    while true {
      let page = try index.reader.read { try $0.page(query, where: CallFilter(outcome: .ok)) }
      seen += page.calls.map(\.call.id)
      guard let next = page.next else { break }
      query.after = next
    }
    let wanted = (Int64(1)...30).filter { $0 % 3 != 0 }
    #expect(seen == wanted.reversed())
  }

  @Test func aRangeOfTimeBoundsThePage() throws {
    let query = CallQuery(from: newYear + 10, to: newYear + 13)
    #expect(try ids(CallFilter(), query) == [12, 11, 10])
  }
}
