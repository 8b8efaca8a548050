internal import Alerting
internal import CallModel
internal import FoundationEssentials
internal import Ingest
internal import NIOCore
internal import Storage
internal import Throttling

/// What is done at the start with what an earlier run has left.
struct Recovery {
  let symbols: Symbols
  let decoders: DecoderPool

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
        let body = ByteBuffer(bytes: stored.body)
        // What this version cannot decode (any more) is passed on empty, so that it counts as done.
        let decoded = (try? decoders.decode(body, arrival: stored.received)) ?? TraceBatch()
        push(id, Batch(body: body, decoded: decoded, digest: stored.digest, arrival: stored.received))
        count += 1
      }
    }
    return count
  }

  /// Shows the windows what they held: the verdicts and calls of the longest rule's window.
  func rebuildWindows(rules: [AlertRule], from index: IndexReader, into measured: Measured, at now: Nanoseconds)
    throws(StorageError)
  {
    let longest = max(rules.map(\.window).max() ?? 0, .minutes(10))
    try index.read { snapshot in
      try snapshot.forEachVerdict(since: now - longest) { judged, call in
        measured.observe(
          Judgement(
            id: call.id, record: record(of: call), dimensions: call.dimensions, evaluator: judged.evaluator,
            verdict: judged.verdict, sample: judged.sample, at: min(judged.at, now)))
      }
      guard rules.contains(where: { if case .latency = $0.signal { true } else { false } }) else { return }
      try snapshot.forEachCall(since: now - longest) { call in
        measured.observe([record(of: call)], at: call.arrival) { _ in call.dimensions }
      }
    }
  }

  /// The alerts and throttles as they were.
  func states(from index: IndexReader) throws(StorageError) -> (
    alerts: AlertBookSnapshot?, throttles: ThrottleBoardSnapshot?
  ) {
    let states = try index.read { try $0.states() }
    func decode<Value: Decodable>(_ key: String) -> Value? {
      states.first { $0.key == key }?.value.flatMap { try? JSONDecoder().decode(Value.self, from: Data($0)) }
    }
    return (decode(StateKey.alerts), decode(StateKey.throttles))
  }

  private func record(of call: StoredCall) -> CallRecord {
    var record = CallRecord()
    record.trace = call.trace
    record.span = call.span
    record.arrival = call.arrival
    record.start = call.start
    record.duration = call.duration
    record.route = symbols.routes.intern(call.dimensions.route ?? "")
    record.provider = symbols.providers.intern(call.dimensions.provider ?? "")
    record.model = symbols.models.intern(call.dimensions.model ?? "")
    record.operation = call.operation
    record.outcome = call.outcome
    return record
  }
}

/// Under which keys the loop's states are kept.
enum StateKey {
  static let alerts = "loop.alerts"
  static let throttles = "loop.throttles"

  static func snapshot(_ key: String, _ value: some Encodable, at now: Nanoseconds) -> StateSnapshot? {
    (try? JSONEncoder().encode(value)).map { StateSnapshot(key: key, value: [UInt8]($0), at: now) }
  }
}
