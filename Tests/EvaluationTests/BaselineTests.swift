import CallModel
import Evaluation
import JSON
import Synchronization
import Testing

@Suite struct BaselineTests {
  private struct Unreadable: Error {}

  private static func key(_ id: Int, _ evaluator: String = "e") -> VerdictKey {
    VerdictKey(id: RowID(line: id), evaluator: evaluator)
  }

  /// A file of verdicts, and how many of them have been read.
  private final class File: Sendable {
    let state: Mutex<(rest: ArraySlice<(VerdictKey, Verdict.Kind)>, read: Int)>

    init(_ entries: [(Int, Verdict.Kind)]) {
      state = Mutex((entries.map { (BaselineTests.key($0.0), $0.1) }[...], 0))
    }

    var read: Int { state.withLock { $0.read } }

    func baseline() throws -> Baseline<Unreadable> {
      try Baseline { [self] () throws(Unreadable) in
        state.withLock { state in
          state.read += 1
          return state.rest.popFirst().map { (key: $0.0, kind: $0.1) }
        }
      }
    }
  }

  @Test func theSameOrderIsReadAlong() throws {
    let file = File((0..<1_000).map { ($0, $0 % 2 == 0 ? .pass : .fail) })
    var baseline = try file.baseline()
    for id in 0..<10 { expect(try baseline.kind(of: Self.key(id)), (id % 2 == 0 ? .pass : .fail)) }
    #expect(file.read == 11, "no further than the rows")
    expect(try baseline.gone(), 990)
  }

  @Test func anyOrderFindsEveryVerdict() throws {
    let file = File((0..<5_000).map { ($0, Verdict.Kind.allCases[$0 % 4]) })
    var baseline = try file.baseline()
    _ = try baseline.kind(of: Self.key(0))
    for id in (1..<5_000).reversed() {
      expect(try baseline.kind(of: Self.key(id)), Verdict.Kind.allCases[id % 4])
    }
    expect(try baseline.kind(of: Self.key(5_000)), nil)
    expect(try baseline.gone(), 0)
  }

  @Test func newRowsAndGoneOnes() throws {
    var baseline = try File([(1, .pass), (2, .pass), (3, .fail)]).baseline()
    expect(try baseline.kind(of: Self.key(1)), .pass)
    expect(try baseline.kind(of: Self.key(9)), nil)
    expect(try baseline.kind(of: Self.key(3)), .fail)
    expect(try baseline.gone(), 1)
  }

  @Test func ofARepeatedIdTheLastVerdictCounts() throws {
    var baseline = try File([(1, .pass), (2, .pass), (2, .fail)]).baseline()
    expect(try baseline.kind(of: Self.key(3)), nil)
    expect(try baseline.kind(of: Self.key(2)), .fail)
    #expect(baseline.repeats == 1)
    expect(try baseline.gone(), 1)
  }

  @Test func evaluatorsAndIdsAreKeptApart() {
    #expect(Self.key(1, "a") != Self.key(1, "b"))
    #expect(Self.key(1) != Self.key(2))
    #expect(RowID(.string("1")).map { VerdictKey(id: $0, evaluator: "e") } == Self.key(1), "7 and \"7\" are one id")
  }

  @Test func theIndexHoldsAsMuchAsItSays() {
    var index = BaselineIndex()
    for id in 0..<20_000 { expect(index.insert(Verdict.Kind.allCases[id % 4], of: Self.key(id)), true) }
    expect(index.insert(.pass, of: Self.key(3)), false)
    #expect(index.count == 20_000)
    #expect(index[Self.key(3)] == .pass)
    #expect((4..<20_000).allSatisfy { index[Self.key($0)] == Verdict.Kind.allCases[$0 % 4] })
    #expect(index[Self.key(20_000)] == nil)
  }
}

/// `#expect` hands on what it calls as a constant, which cannot change.
private func expect<Value: Equatable>(
  _ found: Value, _ expected: Value, sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found == expected, sourceLocation: sourceLocation)
}
