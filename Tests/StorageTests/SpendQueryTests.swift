import CallModel
import Storage
import Testing

@Suite struct SpendQueryTests {
  let folder: TemporaryFolder
  let index: Index
  let calls: [(record: CallRecord, dimensions: Dimensions)]

  init() throws {
    folder = try TemporaryFolder()
    index = try Index(folder.lock(), symbols: symbols)
    var random = RandomSpend(random: SplitMix(state: 77))
    calls = (0..<600).map { _ in random.call(at: newYear + .random(in: 0..<(.hours(6)), using: &random.random)) }
    var batch = indexed(1, firstCall: 1, calls: calls.map(\.record))
    batch.body = RandomSpend.body
    try index.write(changes([batch]))
  }

  private func answer(_ query: SpendQuery) throws -> [SpendGroup] { try index.reader.read { try $0.spend(query) } }

  private func names(_ by: [Dimension], _ dimensions: Dimensions) -> [Dimension: String] {
    Dictionary(uniqueKeysWithValues: by.compactMap { name in dimensions[name].map { (name, $0) } })
  }

  @Test(
    arguments: [
      [], [.model], [.route, .user], [.caller], [.provider], [.route, .tenant, .user, .key, .provider, .model],
    ] as [[Dimension]])
  func groupsAreThoseOfTheCalls(by: [Dimension]) throws {
    let found = try answer(SpendQuery(by: by, from: 0, to: .max, limit: 1_000))
    var expected: [[Dimension: String]: SpendSums] = [:]
    for (call, dimensions) in calls { expected.count(call, under: names(by, dimensions)) }
    #expect(found.count == expected.count && found.allSatisfy { expected[$0.names] == $0.sums })
    #expect(found.map(\.sums.cost) == expected.values.map(\.cost).sorted(by: >))
    #expect(found.allSatisfy { !$0.isOther && $0.start == 0 })
  }

  @Test(arguments: [
    "*", "user=ann", "user=*", "model=gpt-*,tenant=ac*", "route=%2A[?]%25", "route=*[*", "route=?earch", "caller=k1",
    "caller=acme", "provider=*", "route=*h*",
  ])
  func aScopeMeansWhatItMeansElsewhere(scope: String) throws {
    let on = try Scope(parsing: scope)
    let found = try answer(SpendQuery(by: [.route, .user], on: on, from: 0, to: .max, limit: 1_000))
    var expected: [[Dimension: String]: SpendSums] = [:]
    for (call, dimensions) in calls where on.matches(dimensions) {
      expected.count(call, under: names([.route, .user], dimensions))
    }
    #expect(found.count == expected.count && found.allSatisfy { expected[$0.names] == $0.sums })
  }

  @Test func whatIsBeyondTheLimitIsOneRow() throws {
    let all = try answer(SpendQuery(by: [.route, .user], from: 0, to: .max, limit: 1_000))
    let few = try answer(SpendQuery(by: [.route, .user], from: 0, to: .max, limit: 3))
    #expect(Array(few.prefix(3)) == Array(all.prefix(3)))
    var rest = SpendSums()
    for group in all.dropFirst(3) { rest += group.sums }
    #expect(few.count == 4)
    #expect(few.last?.isOther == true && few.last?.sums == rest && few.last?.names == [:])
  }

  @Test(arguments: [SpendQuery.Step.fiveMinutes, .hour, .day])
  func stepsAddUpToTheWhole(step: SpendQuery.Step) throws {
    let query = try SpendQuery(by: [.user], from: newYear + .hours(1), to: newYear + .hours(5), step: step, limit: 1)
    let found = try answer(query)
    let length = try #require(step.length)
    let whole = try answer(SpendQuery(by: [.user], from: query.from, to: query.to, limit: 1))
    let dearest = try #require(whole.first).names
    struct Cell: Hashable {
      var start: Nanoseconds
      var isOther: Bool
    }
    var expected: [Cell: SpendSums] = [:]
    for (call, dimensions) in calls where call.arrival >= query.from && call.arrival < query.to {
      expected.count(
        call,
        under: Cell(start: call.arrival - call.arrival % length, isOther: names([.user], dimensions) != dearest))
    }
    #expect(
      found.count == expected.count
        && found.allSatisfy { expected[Cell(start: $0.start, isOther: $0.isOther)] == $0.sums })
    #expect(found.map(\.start) == found.map(\.start).sorted())
    #expect(found.count > 1)
  }

  @Test func whatCannotBeAnsweredIsRefused() {
    func refusal(_ make: () throws(SpendQueryError) -> SpendQuery) -> SpendQueryError? {
      do {
        _ = try make()
        return nil
      } catch {
        return error
      }
    }
    #expect(refusal { () throws(SpendQueryError) in try SpendQuery(from: 5, to: 5) } == .emptyRange)
    #expect(refusal { () throws(SpendQueryError) in try SpendQuery(from: 0, to: 5, limit: 0) } == .limitOutOfRange)
    #expect(refusal { () throws(SpendQueryError) in try SpendQuery(from: 0, to: 5, limit: 1_001) } == .limitOutOfRange)
    #expect(refusal { () throws(SpendQueryError) in try SpendQuery(from: .min, to: .max, step: .day) } == .tooManyRows)
    #expect(
      refusal { () throws(SpendQueryError) in try SpendQuery(from: 0, to: .days(2), step: .fiveMinutes) }
        == .tooManyRows)
    #expect(
      refusal { () throws(SpendQueryError) in
        try SpendQuery(from: 0, to: .days(2), step: .fiveMinutes, limit: 30)
      } == nil)
  }
}
