internal import CallModel
internal import GRDB
internal import GRDBSQLite

extension Database {
  /// Throws what a raw step reported.
  func check(_ result: Int32) throws {
    guard result != SQLITE_OK, result != SQLITE_ROW, result != SQLITE_DONE else { return }
    throw StorageError(
      result: result, system: sqliteConnection.map(sqlite3_system_errno) ?? 0, path: description,
      detail: sqliteConnection.map { String(cString: sqlite3_errmsg($0)) } ?? "closed")
  }

  func insert<Body: JournalBytes>(_ batches: [IndexedBatch<Body>], _ insertion: CallInsertion) throws {
    if batches.isEmpty { return }
    let calls = try cachedStatement(sql: CallInsertion.sql)
    let marks = try cachedStatement(
      sql: "INSERT INTO batches (id, received_ns, digest, spans, calls) VALUES (?, ?, ?, ?, ?)")
    let prints = try cachedStatement(sql: "INSERT INTO fingerprints (batch, hashes) VALUES (?, ?)")
    let call = RawStatement(calls.sqliteStatement)
    let mark = RawStatement(marks.sqliteStatement)
    let hashes = RawStatement(prints.sqliteStatement)
    for batch in batches {
      mark.bind(batch.id, at: 1)
      mark.bind(batch.received, at: 2)
      mark.bind(Int64(bitPattern: batch.digest), at: 3)
      mark.bind(Int64(batch.spans), at: 4)
      mark.bind(Int64(batch.calls.count), at: 5)
      try check(mark.run())
      if !batch.fingerprints.isEmpty {
        hashes.bind(batch.id, at: 1)
        // Little-endian, whatever the machine.
        let stored = batch.fingerprints.map(\.littleEndian)
        try check(
          stored.withUnsafeBytes {
            hashes.bind(blob: $0, at: 2)
            return hashes.run()
          })
      }
      let result = batch.body.withBytes { bytes in
        var id = batch.firstCall
        for record in batch.calls {
          let result = insertion.run(record, id: id, batch: batch.id, in: bytes, on: call)
          if result != SQLITE_OK { return result }
          id += 1
        }
        return SQLITE_OK
      }
      try check(result)
    }
  }

  func insert(_ verdicts: [JudgedCall]) throws {
    if verdicts.isEmpty { return }
    let statement = try cachedStatement(
      sql: """
        INSERT OR REPLACE INTO verdicts
          (call, evaluator, kind, score, label, explanation, evidence, stratum, inclusion, at_ns)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    let row = RawStatement(statement.sqliteStatement)
    // Each evaluator brings its own run of calls. In the order of the key rows go to the table's end, and
    // pages are split for none; of two verdicts of an evaluator on a call the later one stays the later.
    let order = verdicts.enumerated().map { ($0.element.call, $0.offset) }.sorted(by: <)
    for (_, place) in order {
      let judged = verdicts[place]
      row.bind(judged.call, at: 1)
      row.bind(copying: judged.evaluator, at: 2)
      row.bind(name: judged.verdict.kind.stored, at: 3)
      row.bind(judged.verdict.score, at: 4)
      row.bind(copying: judged.verdict.label, at: 5)
      row.bind(copying: judged.verdict.explanation, at: 6)
      row.bind(copying: Evidence.json(judged.verdict.evidence), at: 7)
      row.bind(name: judged.sample.stratum.stored, at: 8)
      row.bind(judged.sample.inclusion, at: 9)
      row.bind(judged.at, at: 10)
      try check(row.run())
    }
  }

  func insert(_ change: AlertChange) throws {
    let (evaluator, detail, quantile) = change.signal.parameters
    try execute(
      literal: """
        INSERT INTO alerts
          (at_ns, alert, scope, signal, evaluator, quantile, from_state, to_state, value, lower, upper, samples, threshold,
           detail, baseline, finding)
        VALUES (\(change.at), \(change.alert), \(change.scope.description), \(change.signal.name), \(evaluator),
          \(quantile), \(change.from.rawValue), \(change.to.rawValue), \(change.evidence.value),
          \(change.evidence.lower), \(change.evidence.upper), \(change.evidence.samples), \(change.threshold),
          \(detail), \(change.evidence.finding?.baseline), \(change.evidence.finding?.evidence))
        """)
  }

  func insert(_ entry: AuditEntry) throws {
    try execute(
      literal: """
        INSERT INTO audit (at_ns, subject, action, actor, scope, enforcement, from_share, to_share, evidence)
        VALUES (\(entry.at), \(entry.subject), \(entry.action), \(entry.actor), \(entry.scope.description),
          \(entry.enforcement.rawValue), \(entry.from), \(entry.to), \(entry.evidence))
        """)
  }

  func upsert(_ state: StateSnapshot) throws {
    guard let value = state.value else {
      try execute(literal: "DELETE FROM states WHERE key = \(state.key)")
      return
    }
    let statement = try cachedStatement(sql: "INSERT OR REPLACE INTO states (key, value, at_ns) VALUES (?, ?, ?)")
    let row = RawStatement(statement.sqliteStatement)
    row.bind(copying: state.key, at: 1)
    row.bind(copying: value, at: 2)
    row.bind(state.at, at: 3)
    try check(row.run())
  }

  func update(_ progress: Index.Progress) throws {
    let statement = try cachedStatement(
      sql: "UPDATE progress SET complete_batch = ?, last_batch = ?, last_call = ?")
    let row = RawStatement(statement.sqliteStatement)
    row.bind(progress.batches.complete, at: 1)
    row.bind(progress.lastBatch, at: 2)
    row.bind(progress.lastCall, at: 3)
    try check(row.run())
  }
}

extension Signal {
  /// The columns beside its name.
  fileprivate var parameters: (evaluator: String?, detail: String?, quantile: Double?) {
    switch self {
    case .failRatio(let evaluator): (evaluator, nil, nil)
    case .labelRatio(let evaluator, let label): (evaluator, label, nil)
    case .latency(let quantile), .timeToFirstToken(let quantile): (nil, nil, quantile)
    case .errorRatio(let type): (nil, type, nil)
    default: (nil, nil, nil)
    }
  }
}
