internal import Alerting
internal import Analysis
internal import CallModel
internal import FoundationEssentials
internal import Ingest
internal import Logging
internal import NIOCore
internal import Storage
internal import Throttling

/// What is done at the start with what an earlier run has left.
struct Recovery {
  let symbols: Symbols
  let decoders: DecoderPool
  let logger: Logger

  /// The digests of the batches that are in the journal: those that the index knows, and those that
  /// it has yet to be told.
  static func digests(
    _ index: IndexReader, missing: [ClosedRange<Int64>], journal: JournalReader
  ) throws(StorageError) -> RecentSet {
    var digests = try index.read { try $0.recentDigests(capacity: 1_000_000) }
    for range in missing {
      for id in range { _ = digests.insert(try journal.batch(id).batch.digest) }
    }
    return digests
  }

  /// Counts the batches that were acknowledged but whose calls a crash kept from the index.
  ///
  /// - Returns: how many batches.
  func replay(
    _ missing: [ClosedRange<Int64>], from journal: JournalReader, into push: (Int64, Batch) -> Void
  ) throws(StorageError) -> Int {
    var count = 0
    for range in missing {
      for id in range {
        let stored = try journal.batch(id).batch
        push(id, batch(stored))
        count += 1
      }
    }
    return count
  }

  /// What this version cannot decode (any more) is passed on empty, so that it counts as done.
  private func batch(_ stored: JournalBatch<[UInt8]>) -> Batch {
    let body = ByteBuffer(bytes: stored.body)
    if stored.signal == .logs {
      let logs = (try? decoders.decodeLogs(body, arrival: stored.received)) ?? LogBatch()
      return Batch(body: body, logs: logs, digest: stored.digest, arrival: stored.received)
    }
    let traces = (try? decoders.decode(body, arrival: stored.received)) ?? TraceBatch()
    return Batch(body: body, traces: traces, digest: stored.digest, arrival: stored.received)
  }

  /// Shows the windows what they held: the verdicts and calls of the longest rule's window.
  func rebuildWindows(rules: [AlertRule], from index: IndexReader, into measured: Measured, at now: Nanoseconds)
    throws(StorageError)
  {
    try measured.replay { () throws(StorageError) in
      try showAgain(rules: rules, from: index, to: measured, at: now)
    }
  }

  private func showAgain(rules: [AlertRule], from index: IndexReader, to measured: Measured, at now: Nanoseconds)
    throws(StorageError)
  {
    let longest = max(rules.map(\.memory).max() ?? 0, .minutes(10))
    try index.read { snapshot in
      let releases = try releases(snapshot, rules: rules, since: now - longest)
      var ofRatios = releases.filter { rules[$0.rule].signal.evaluator != nil }[...]
      var ofCalls = releases.filter { rules[$0.rule].signal.isOfCalls }[...]
      func forget(_ releases: inout ArraySlice<Release>, upTo moment: Nanoseconds) {
        while let release = releases.first, release.at <= moment {
          measured.reset(rule: release.rule, scope: release.scope)
          releases.removeFirst()
        }
      }
      try snapshot.forEachVerdict(since: now - longest) { judged, call in
        // It was kept out of them then, too.
        if judged.sample.stratum == .foreign, !ExternalVerdict.isFresh(judged.at, arrival: call.arrival) { return }
        forget(&ofRatios, upTo: judged.at)
        measured.observe(
          Judgement(
            id: call.id, record: CallRecord(call, symbols), dimensions: call.dimensions, evaluator: judged.evaluator,
            verdict: judged.verdict, sample: judged.sample, at: min(judged.at, now)))
      }
      forget(&ofRatios, upTo: now)
      guard rules.contains(where: { $0.signal.isOfCalls }) else { return }
      try snapshot.forEachCall(since: now - longest) { call in
        forget(&ofCalls, upTo: call.arrival)
        measured.observe([CallRecord(call, symbols)], at: call.arrival) { _ in call.dimensions }
      }
      forget(&ofCalls, upTo: now)
    }
  }

  private typealias Release = (at: Nanoseconds, rule: Int, scope: Scope)

  /// When probes have shown that what an alert's window held was over, oldest first.
  private func releases(
    _ snapshot: IndexSnapshot, rules: [AlertRule], since: Nanoseconds
  ) throws -> [Release] {
    try snapshot.audit(limit: 10_000).reversed().compactMap { entry in
      guard entry.subject == "throttle", entry.action == "release", entry.at >= since,
        let rule = rules.firstIndex(where: { $0.name == entry.actor })
      else { return nil }
      return (entry.at, rule, entry.scope)
    }
  }

  /// The alerts and throttles as they were.
  func states(from index: IndexReader) throws(StorageError) -> (
    alerts: AlertBookSnapshot?, throttles: ThrottleBoardSnapshot?, detectors: DetectorSnapshot?
  ) {
    let states = try index.read { try $0.states() }
    func decode<Value: Decodable>(_ key: String) -> Value? {
      guard let saved = states.first(where: { $0.key == key })?.value else { return nil }
      do {
        return try JSONDecoder().decode(Value.self, from: Data(saved))
      } catch {
        logger.error(
          "a saved state cannot be read and is left out", metadata: ["state": "\(key)", "problem": "\(error)"])
        return nil
      }
    }
    return (decode(StateKey.alerts), decode(StateKey.throttles), decode(StateKey.detectors))
  }
}

/// Under which keys the loop's states are kept.
enum StateKey {
  static let alerts = "loop.alerts"
  static let throttles = "loop.throttles"
  static let detectors = "loop.detectors"

  static func snapshot(_ key: String, _ value: some Encodable, at now: Nanoseconds) -> StateSnapshot? {
    (try? JSONEncoder().encode(value)).map { StateSnapshot(key: key, value: [UInt8]($0), at: now) }
  }
}
