import CallModel
import GRDB
import Storage
import Testing

/// A store of every version that was released opens today with what it holds.
///
/// A later version adds its own fixture and a case here; it never edits an older one.
@Suite struct UpgradeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: OldIndex.allCases)
  private func opensAnOlderIndex(version: OldIndex) throws {
    let lock = try folder.lock()
    do {
      let old = try DatabaseQueue(path: folder.store)
      try old.write { try $0.execute(sql: version.sql) }
    }
    let index = try Index(lock, symbols: symbols)
    #expect(index.nextCall == 12)
    #expect(index.lastBatch == 3)
    let stored = try #require(try index.reader.read { try $0.call(11) })
    #expect(stored.dimensions.user == "ann")
    #expect(stored.trace.low == 0x0908_0706_0504_0302)
    #expect(stored.operation == .chat && stored.finish == .stop && stored.outcome == .ok)
    #expect(stored.usage == TokenUsage(input: 12, output: 34))
    let verdict = try #require(try index.reader.read { try $0.verdicts(of: 11) }.first)
    #expect(verdict.verdict == Verdict(.fail, score: 0.2, label: "x", explanation: "why", evidence: [1..<5, 7..<9]))
    #expect(verdict.sample == Sample(stratum: .newModel, inclusion: 1))
    #expect(try index.reader.read { try $0.alerts() }.first?.signal == .failRatio(evaluator: "grounded"))
    #expect(try index.reader.read { try $0.audit() }.first?.scope.description == "route=a")
    #expect(try index.reader.read { try $0.setting("salt") } == [0xab])
    var prints = try index.reader.read { try $0.recentFingerprints(capacity: 10) }
    let isNew = prints.insert(0x1000)
    #expect(!isNew)
    // What the call cost is in the sums, whether the old version kept them or not.
    var spent: [SpendRow] = []
    try index.reader.read { try $0.forEachSpend(since: 0) { spent.append($0) } }
    var sums = SpendSums()
    sums.add(TokenUsage(input: 12, output: 34), cost: NanoDollars(5_600), failed: false)
    #expect(spent == [SpendRow(start: newYear, width: .minutes(5), dimensions: stored.dimensions, sums: sums)])
    try index.write(changes([indexed(4, firstCall: 12, calls: [call(1)])]))
    #expect(try schema(of: folder.store) == freshSchema())
  }

  @Test func theLatestLayoutIsWhatTheFixtureSays() throws {
    let lock = try folder.lock()
    do {
      let old = try DatabaseQueue(path: folder.store)
      try old.write { try $0.execute(sql: schemaV4) }
    }
    #expect(try schema(of: folder.store) == freshSchema())
    withExtendedLifetime(lock) {}
  }

  private func freshSchema() throws -> [String] {
    let fresh = try TemporaryFolder()
    do { _ = try Index(fresh.lock(), symbols: symbols) }
    return try schema(of: fresh.store)
  }

  /// Every statement that made the file, white space aside.
  private func schema(of path: String) throws -> [String] {
    try DatabaseQueue(path: path).read {
      try String.fetchAll($0, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
    }.map { $0.split { " \n".contains($0) }.joined(separator: " ") }
  }
}

private enum OldIndex: CaseIterable {
  case v1, v2, v3, v4

  var sql: String {
    switch self {
    case .v1: schemaV1 + contentV1
    case .v2: schemaV2 + contentV2
    case .v3: schemaV3 + contentV2
    case .v4: schemaV3 + contentV2 + stepV4
    }
  }
}
