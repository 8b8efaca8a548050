package import CallModel
internal import GRDB

/// The index at one moment. It must not leave the closure that it was handed to.
package struct IndexSnapshot {
  let database: Database
}

/// Which calls to list: newest first, by id within one moment.
package struct CallQuery: Hashable, Sendable {
  /// Arrival, from inclusive, to exclusive.
  package var from: Nanoseconds
  package var to: Nanoseconds
  /// Where the page before this one ended.
  package var after: Cursor?
  /// At most 1,000.
  package var limit: Int

  package struct Cursor: Hashable, Sendable {
    package var arrival: Nanoseconds
    package var id: Int64

    package init(_ call: StoredCall) { self.init(arrival: call.arrival, id: call.id) }

    package init(arrival: Nanoseconds, id: Int64) {
      self.arrival = arrival
      self.id = id
    }
  }

  package init(from: Nanoseconds = .min, to: Nanoseconds = .max, after: Cursor? = nil, limit: Int = 100) {
    self.from = from
    self.to = to
    self.after = after
    self.limit = limit
  }
}

extension IndexSnapshot {
  package func call(_ id: Int64) throws -> StoredCall? {
    try Row.fetchOne(database, sql: "SELECT \(StoredCall.columns) FROM calls WHERE id = ?", arguments: [id])
      .map(StoredCall.init)
  }

  package func calls(_ query: CallQuery) throws -> [StoredCall] {
    // The row value comparison is what lets SQLite start inside the index.
    let after = query.after.map { ($0.arrival, $0.id) } ?? (.max, .max)
    return try Row.fetchAll(
      database,
      sql: """
        SELECT \(StoredCall.columns) FROM calls
        WHERE arrival_ns >= ? AND arrival_ns < ? AND (arrival_ns, id) < (?, ?)
        ORDER BY arrival_ns DESC, id DESC LIMIT ?
        """,
      arguments: [query.from, query.to, after.0, after.1, min(max(query.limit, 0), 1_000)]
    ).map(StoredCall.init)
  }

  /// How many calls arrived in a range of time; a scan of the index over it.
  package func callCount(from: Nanoseconds = .min, to: Nanoseconds = .max) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(*) FROM calls WHERE arrival_ns >= ? AND arrival_ns < ?", arguments: [from, to]) ?? 0
  }

  package func verdictCount() throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) FROM verdicts") ?? 0
  }

  package func verdicts(of call: Int64) throws -> [JudgedCall] {
    try Row.fetchAll(
      database, sql: "SELECT \(JudgedCall.columns) FROM verdicts WHERE call = ? ORDER BY evaluator", arguments: [call]
    ).map { JudgedCall($0, from: 0) }
  }

  /// Every call that arrived since, oldest first: what latency windows are rebuilt from.
  package func forEachCall(since: Nanoseconds, _ visit: (StoredCall) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT \(StoredCall.columns) FROM calls WHERE arrival_ns >= ? ORDER BY arrival_ns, id",
      arguments: [since])
    while let row = try rows.next() { try visit(StoredCall(row)) }
  }

  /// Every verdict on a call that arrived since, with its call, in the order of arrival: what
  /// windows of ratios are rebuilt from.
  package func forEachVerdict(since: Nanoseconds, _ visit: (JudgedCall, StoredCall) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT \(StoredCall.columns), \(JudgedCall.columns)
        FROM calls JOIN verdicts ON verdicts.call = calls.id
        WHERE arrival_ns >= ? ORDER BY arrival_ns, calls.id
        """, arguments: [since])
    while let row = try rows.next() { try visit(JudgedCall(row, from: 32), StoredCall(row)) }
  }

  /// The snapshots whose keys begin with `prefix`, by key.
  package func states(prefix: String = "") throws -> [StateSnapshot] {
    try Row.fetchAll(
      database, sql: "SELECT key, value, at_ns FROM states WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
      arguments: [prefix]
    ).map { StateSnapshot(key: $0[0], value: ($0[1] as StoredBytes).bytes, at: $0[2]) }
  }

  package func setting(_ name: String) throws -> [UInt8]? {
    try Row.fetchOne(database, sql: "SELECT value FROM settings WHERE name = ?", arguments: [name]).map {
      ($0[0] as StoredBytes).bytes
    }
  }
}

extension JudgedCall {
  static let columns = "call, evaluator, kind, score, label, explanation, evidence, stratum, inclusion, at_ns"

  /// Reads a row of `columns`, the first of which is at `start`.
  init(_ row: Row, from start: Int) {
    self.init(
      call: row[start], evaluator: row[start + 1],
      verdict: Verdict(
        Verdict.Kind(stored: row[start + 2]), score: row[start + 3], label: row[start + 4],
        explanation: row[start + 5], evidence: Evidence.ranges(row[start + 6])),
      sample: Sample(stratum: Sample.Stratum(stored: row[start + 7]), inclusion: row[start + 8]), at: row[start + 9])
  }
}
