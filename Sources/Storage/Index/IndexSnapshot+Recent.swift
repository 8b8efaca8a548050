internal import GRDB
internal import GRDBSQLite

extension IndexSnapshot {
  /// The digests of the latest batches, as many as the set remembers.
  package func recentDigests(capacity: Int) throws -> RecentSet {
    var digests: [UInt64] = []
    let statement = try database.makeStatement(sql: "SELECT digest FROM batches ORDER BY id DESC LIMIT \(capacity)")
    try forEachRow(of: statement) { row in
      digests.append(UInt64(bitPattern: row.integer(0)))
      return true
    }
    var set = RecentSet(capacity: capacity)
    for digest in digests.reversed() { _ = set.insert(digest) }
    return set
  }

  /// The fingerprints of the latest spans, as many as the set remembers.
  package func recentFingerprints(capacity: Int) throws -> RecentSet {
    var first: Int64 = 0
    var count = 0
    let sizes = try database.makeStatement(sql: "SELECT batch, length(hashes) FROM fingerprints ORDER BY batch DESC")
    try forEachRow(of: sizes) { row in
      first = row.integer(0)
      count += Int(row.integer(1)) / 8
      return count < capacity
    }
    var set = RecentSet(capacity: capacity)
    var waiting: [UInt64] = []
    let hashes = try database.makeStatement(
      sql: "SELECT hashes FROM fingerprints WHERE batch >= \(first) ORDER BY batch")
    try forEachRow(of: hashes) { row in
      let bytes = row.blob(0)
      for offset in stride(from: 0, to: bytes.count - 7, by: 8) {
        waiting.append(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
      }
      if waiting.count >= 1_024 {
        set.insert(waiting) { _ in }
        waiting.removeAll(keepingCapacity: true)
      }
      return true
    }
    set.insert(waiting) { _ in }
    return set
  }

  /// Steps a statement by hand: millions of rows are read at the start. False ends it.
  private func forEachRow(of statement: GRDB.Statement, _ visit: (RawStatement) -> Bool) throws {
    let row = RawStatement(statement.sqliteStatement)
    defer { sqlite3_reset(row.handle) }
    while true {
      let result = sqlite3_step(row.handle)
      if result == SQLITE_DONE { return }
      guard result == SQLITE_ROW else { return try database.check(result) }
      if !visit(row) { return }
    }
  }
}
