import CallModel
import Storage
import Testing

@Suite struct IndexTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func givesBackEveryColumn() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    var bare = CallRecord()
    bare.arrival = newYear
    #expect(index.nextCall == 1)
    try index.write(changes([indexed(7, firstCall: 40, calls: [call(1), bare])]))
    #expect(index.nextCall == 42)
    #expect(index.lastBatch == 7)

    let full = try #require(try index.reader.read { try $0.call(40) })
    #expect(full.batch == 7)
    #expect(full.trace.description == "fedcba98765432100000000000000001")
    #expect(full.span == SpanID(.max - 1))
    #expect(full.parent == SpanID(3))
    #expect(full.arrival == newYear && full.start == newYear - .seconds(2))
    #expect(full.duration == .seconds(1) && full.timeToFirstToken == .milliseconds(250))
    #expect(
      full.dimensions
        == Dimensions(
          route: "checkout", tenant: "tenant-1", user: "user-é", key: "key-9", provider: "openai", model: "gpt-4o-mini")
    )
    #expect(full.servedModel == "gpt-4o-mini-2024-07-18")
    #expect(full.conversation == "conversation-7")
    #expect(full.operation == .embeddings && full.outcome == .truncated && full.finish == .length)
    #expect(full.errorType == "timeout" && full.isStreaming)
    #expect(full.usage == TokenUsage(input: 1, output: 2, cacheRead: 3, cacheWrite: 4, reasoning: 5))
    #expect(full.cost == NanoDollars(123))
    #expect(full.source == ByteRange(offset: 5, count: 10) && full.resource == ByteRange(offset: 1, count: 2))

    let empty = try #require(try index.reader.read { try $0.call(41) })
    #expect(empty.dimensions == Dimensions())
    #expect(empty.duration == nil && empty.timeToFirstToken == nil && empty.cost == nil && empty.usage.isUnknown)
    #expect(empty.servedModel == nil && empty.conversation == nil && empty.errorType == nil)
    #expect(empty.operation == .notACall && empty.outcome == .ok && empty.finish == .unknown && !empty.isStreaming)
    #expect(empty.trace == .invalid)
  }

  @Test func namesFromTheNetworkAreCutAndKeptInBounds() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    var record = call(1)
    record.user = ByteRange(offset: 0, count: 400)
    record.tenant = ByteRange(offset: 399, count: 2)
    record.key = ByteRange(offset: .max, count: .max)
    record.conversation = ByteRange(offset: 300, count: 100)
    var batch = indexed(1, calls: [record])
    // 255 letters, then a character of two bytes that the cut must not halve.
    batch.body = [UInt8](repeating: 0x61, count: 255) + text("é") + [UInt8](repeating: 0xff, count: 143)
    try index.write(changes([batch]))
    let stored = try #require(try index.reader.read { try $0.call(1) })
    #expect(stored.dimensions.user == String(repeating: "a", count: 255))
    #expect(stored.dimensions.tenant == nil)
    #expect(stored.dimensions.key == nil)
    #expect(stored.conversation == String(repeating: "\u{fffd}", count: 100))
  }

  @Test func listsNewestFirstPageByPage() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    // Three calls of each moment, so that a page ends within one.
    let calls = (0..<30).map { call($0, at: newYear + Int64($0 / 3)) }
    try index.write(changes([indexed(1, calls: calls)]))
    var query = CallQuery(from: newYear + 1, to: newYear + 9, limit: 5)
    var seen: [Int64] = []
    while true {
      let page = try index.reader.read { try $0.calls(query) }
      if page.isEmpty { break }
      seen += page.map(\.id)
      query.after = page.last.map(CallQuery.Cursor.init)
    }
    #expect(seen == Array((4...27).reversed()))
    #expect(try index.reader.read { try $0.callCount(from: newYear + 1, to: newYear + 9) } == 24)
    #expect(try index.reader.read { try $0.callCount() } == 30)
    #expect(try index.reader.read { try $0.calls(CallQuery(limit: -1)) }.isEmpty)
  }

  @Test func aSecondVerdictTakesTheFirstOnesPlace() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    let failed = JudgedCall(
      call: 1, evaluator: "grounded",
      verdict: Verdict(.fail, score: 0.25, label: "unfounded", explanation: "no source", evidence: [3..<9, 12..<12]),
      sample: Sample(stratum: .newModel, inclusion: 0.5), at: newYear + 3)
    try index.write(changes([indexed(1, calls: [call(1)])], verdicts: [judged(1), judged(1, "other"), judged(2)]))
    try index.write(changes(verdicts: [failed]))
    #expect(try index.reader.read { try $0.verdicts(of: 1) } == [failed, judged(1, "other")])
    #expect(try index.reader.read { try $0.verdictCount() } == 3)
  }

  @Test func windowsAreRebuiltFromWhatArrivedSince() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    let calls = (0..<6).map { call($0, at: newYear + Int64($0)) }
    try index.write(
      changes(
        [indexed(1, calls: calls)],
        verdicts: [judged(6), judged(3), judged(4), judged(4, "other", .fail("no")), judged(99)]))
    var verdicts: [String] = []
    var arrivals: [Nanoseconds] = []
    try index.reader.read { snapshot in
      try snapshot.forEachVerdict(since: newYear + 3) { verdict, call in
        verdicts.append("\(call.id) \(verdict.evaluator) \(verdict.verdict.kind.name) \(call.arrival - newYear)")
      }
      try snapshot.forEachCall(since: newYear + 3) { arrivals.append($0.arrival - newYear) }
    }
    #expect(verdicts == ["4 grounded pass 3", "4 other fail 3", "6 grounded pass 5"])
    #expect(arrivals == [3, 4, 5])
  }

  @Test func keepsAlertsAuditAndStates() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    let scope = Scope([.route, .model], of: Dimensions(route: "a,b=c *%", model: "gpt"))
    let alerts = [
      AlertChange(
        alert: "slow", scope: .everything, signal: .latency(quantile: 0.95), from: .pending, to: .firing, at: newYear,
        evidence: SignalValue(value: 2.5, samples: 70), threshold: 2),
      AlertChange(
        alert: "ungrounded", scope: scope, signal: .failRatio(evaluator: "grounded"), from: .firing, to: .resolved,
        at: newYear + 1, evidence: SignalValue(value: nil, lower: 0.1, upper: 0.2, samples: 0), threshold: 0.08),
    ]
    let audit = (0..<3).map {
      AuditEntry(
        at: newYear + $0, subject: "throttle", action: "cut", actor: "slow", scope: scope, enforcement: .enforce,
        from: 1, to: 0.5, evidence: "p95 was 2.5 s of 70 calls")
    }
    var all = IndexChanges<[UInt8]>()
    all.alerts = alerts
    all.audit = audit
    all.states = ["alert/a", "alert/b", "throttle/a"].map { StateSnapshot(key: $0, value: text("{}"), at: newYear) }
    try index.write(all)
    var later = IndexChanges<[UInt8]>()
    later.states = [
      StateSnapshot(key: "alert/a", value: nil, at: newYear), StateSnapshot(key: "alert/b", value: [], at: newYear + 1),
    ]
    try index.write(later)

    #expect(try index.reader.read { try $0.alerts() } == alerts.reversed())
    #expect(try index.reader.read { try $0.audit(limit: 2) } == [audit[2], audit[1]])
    #expect(
      try index.reader.read { try $0.states(prefix: "alert/") }
        == [StateSnapshot(key: "alert/b", value: [], at: newYear + 1)])
    #expect(try index.reader.read { try $0.states() }.map(\.key) == ["alert/b", "throttle/a"])
  }

  @Test func aSettingIsMadeOnce() throws {
    do {
      let index = try Index(folder.lock(), symbols: symbols)
      #expect(try index.setting("salt") { [1, 2] } == [1, 2])
      #expect(try index.setting("salt") { [3] } == [1, 2])
    }
    let index = try Index(folder.lock(), symbols: symbols)
    #expect(try index.setting("salt") { [4] } == [1, 2])
    #expect(try index.reader.read { try $0.setting("other") } == nil)
  }

  @Test func readsWithoutHoldingAThread() async throws {
    let index = try Index(folder.lock(), symbols: symbols)
    try index.write(changes([indexed(1, calls: [call(1)])]))
    let reader = index.reader
    let count = try await reader.read { try $0.callCount() }
    #expect(count == 1)
  }

  @Test func deletesOldCallsInChunks() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    let calls = (0..<100).map { call($0, at: newYear + Int64($0)) }
    for part: Int64 in 0..<10 {
      let from = Int(part) * 10
      try index.write(
        changes(
          [
            indexed(
              part + 1, firstCall: part * 10 + 1, calls: Array(calls[from..<from + 10]),
              fingerprints: [UInt64(part) << 8],
              received: newYear + Int64(from))
          ], verdicts: [judged(part * 10 + 1), judged(part * 10 + 10)]))
    }
    var rounds = 0
    while try index.retain(since: newYear + 55, chunk: 20) {
      rounds += 1
      #expect(rounds < 20)
    }
    #expect(rounds >= 2)
    let left = try index.reader.read { try $0.calls(CallQuery(limit: 1_000)) }.map(\.id)
    #expect(left == Array((56...100).reversed()))
    // The verdict on call 51 went with it, that on call 60 stays.
    #expect(try index.reader.read { try $0.verdictCount() } == 9)
    let prints = try index.reader.read { try $0.recentFingerprints(capacity: 100) }.count
    #expect(prints == 4)
    #expect(index.nextCall == 101)
  }

  @Test func idsAreNotGivenTwiceWhenAllCallsAreGone() throws {
    do {
      let index = try Index(folder.lock(), symbols: symbols)
      try index.write(changes([indexed(5, firstCall: 10, calls: [call(1)])], verdicts: [judged(10)]))
      while try index.retain(since: .max) {}
      #expect(try index.reader.read { try $0.callCount() } == 0)
      #expect(try index.reader.read { try $0.verdictCount() } == 0)
    }
    let index = try Index(folder.lock(), symbols: symbols)
    #expect(index.nextCall == 11)
    #expect(index.lastBatch == 5)
  }

  @Test func whatWasSeenComesBackAtTheStart() throws {
    let index = try Index(folder.lock(), symbols: symbols)
    for id: Int64 in 1...50 {
      let prints = (0..<10).map { UInt64(id * 10 + $0) << 8 }
      try index.write(changes([indexed(id, fingerprints: prints)]))
    }
    var (digests, prints) = try index.reader.read {
      (try $0.recentDigests(capacity: 26), try $0.recentFingerprints(capacity: 130))
    }
    #expect(digests.count == 26)
    #expect(prints.count == 130)
    let knownDigests = (25...50 as ClosedRange<Int64>).filter { !digests.insert(UInt64($0) &* 1_000_003) }
    #expect(knownDigests.count == 26)
    let knownPrints = (380...509 as ClosedRange<UInt64>).filter { !prints.insert($0 << 8) }
    #expect(knownPrints.count == 130)
    let (newDigest, newPrint) = (digests.insert(3), prints.insert(379 << 8))
    #expect(newDigest && newPrint)
  }
}
